namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>A shard while it is read. <see cref="StreamProgress"/> guards it.</summary>
internal sealed class ShardProgress(ShardPosition position)
{
    /// <summary>An empty answer may come although records follow
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html), so one alone is not believed.</summary>
    private const int BelievedAnswers = 3;

    private int emptyAnswers;
    private DateTimeOffset firstEmpty;

    public ShardPosition Position { get; private set; } = position;

    public bool IsReading { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Since when the shard has answered empty; null while it may have records.</summary>
    public DateTimeOffset? EmptySince => emptyAnswers >= BelievedAnswers ? firstEmpty : null;

    public void MoveTo(StreamRecord record)
    {
        var recordedAt = record.CreatedAt > Position.RecordedAt ? record.CreatedAt : Position.RecordedAt;
        Position = Position with { SequenceNumber = record.SequenceNumber, RecordedAt = recordedAt, EmptyAt = null };
        emptyAnswers = 0;
    }

    public void FindEmpty(DateTimeOffset askedAt)
    {
        if (emptyAnswers++ == 0)
            firstEmpty = askedAt;
        if (emptyAnswers >= BelievedAnswers)
            Position = Position with { EmptyAt = askedAt };
    }

    public void End(DateTimeOffset now)
    {
        Position = Position with { IsDone = true };
        EndedAt = now;
    }

    /// <summary>A shard's records are all younger than its parent's.</summary>
    public void BeginAfter(ShardPosition parent)
    {
        if (parent.ReadUntil > Position.RecordedAt)
            Position = Position with { RecordedAt = parent.ReadUntil };
    }
}
