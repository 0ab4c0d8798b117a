using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>What is told when a stream does not have any more what a position needs, and what must not be taken for that.</summary>
public sealed class StreamLossTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeStream stream;

    public StreamLossTests() => stream = new FakeStream(time).Open("s1");

    [Fact]
    public async Task RecordsThatWereTrimmedUnreadAreALoss()
    {
        stream.Write("s1", 1);
        await using var run = new ConsumerRun(stream, time, Position(Shard("s1", "1")));
        stream.Write("s1", 1);
        await run.AppliedAsync(1);
        await using var late = new ConsumerRun(stream.Trim("s1"), time, Position(Shard("s1", "1")));
        Assert.Contains("shard s1", (await late.LosesAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(late.Applied);
    }

    [Fact]
    public async Task AnIteratorWhoseRecordIsTrimmedIsALoss()
    {
        stream.PageSize = 1;
        stream.Write("s1", 2);
        await using var run = new ConsumerRun(stream, time, Position(Shard("s1", null)), _ =>
        {
            stream.Trim("s1");
            return Task.CompletedTask;
        });
        await run.LosesAsync();
        Assert.Equal(["1"], run.Applied);
    }

    [Fact]
    public async Task ATrimmedRecordAfterWhichNothingHadComeIsNoLoss()
    {
        stream.Write("s1", 1, time.GetUtcNow() - TimeSpan.FromHours(30));
        stream.Trim("s1");
        stream.Write("s1", 1);
        var shard = Shard("s1", "1") with { RecordedAt = time.GetUtcNow() - TimeSpan.FromHours(30), EmptyAt = time.GetUtcNow() - TimeSpan.FromHours(20) };
        await using var run = new ConsumerRun(stream, time, Position(shard));
        await run.AppliedAsync(1);
        Assert.Equal(["2"], run.Applied);
    }

    [Fact]
    public async Task AnUnreadShardThatIsNotListedIsALoss()
    {
        await using var run = new ConsumerRun(stream, time, Position(Shard("s0", "9"), Shard("s1", null) with { ParentShardId = "s0" }));
        Assert.Contains("shard s0", (await run.LosesAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(run.Applied);
    }

    [Fact]
    public async Task AParentThatIsNotKnownCountsAsDone()
    {
        stream.Open("s2", "long-gone");
        stream.Write("s2", 1);
        await using var run = new ConsumerRun(stream, time, Position(Shard("s1", null), Shard("s0", "9") with { IsDone = true }));
        await run.AppliedAsync(1);
    }

    [Fact]
    public async Task APositionOlderThanTheRecordsIsALoss()
    {
        var shard = Shard("s1", null) with { RecordedAt = time.GetUtcNow() - TimeSpan.FromHours(25) };
        await using var run = new ConsumerRun(stream, time, Position(shard));
        Assert.Contains("25 hours ago", (await run.LosesAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(stream.Calls);
    }

    [Fact]
    public async Task AnIdlePositionIsAsYoungAsItsLastEmptyAnswer()
    {
        stream.Write("s1", 1, time.GetUtcNow() - TimeSpan.FromHours(30));
        var shard = Shard("s1", "1") with { RecordedAt = time.GetUtcNow() - TimeSpan.FromHours(30), EmptyAt = time.GetUtcNow() - TimeSpan.FromHours(1) };
        await using var run = new ConsumerRun(stream, time, Position(shard));
        stream.Write("s1", 1);
        await run.AppliedAsync(1);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public async Task AnIdleRunSavesThatItIsUpToDate()
    {
        await using var run = new ConsumerRun(stream, time, Position(Shard("s1", null)));
        var later = time.GetUtcNow() + TimeSpan.FromMinutes(1);
        await run.UntilAsync(() => time.GetUtcNow() > later && run.SavedPosition.AgeAt(time.GetUtcNow()) < TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task AStreamThatIsSwitchedOffIsReadToItsEndFirst()
    {
        stream.Write("s1", 2);
        stream.Close("s1").Status = "DISABLED";
        await using var run = new ConsumerRun(stream, time, Position(Shard("s1", null)));
        Assert.Contains("was switched off", (await run.LosesAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], run.Applied);
        Assert.True(run.SavedPosition.Shards.Single().IsDone);
    }

    [Fact]
    public void ATablesStreamMustBeThePositionsOne()
    {
        var position = Position();
        StreamRequirements.RequireCurrent(StreamTables.WithStream(FakeStream.Arn), position);
        foreach (var (arn, reason) in new[] { ("arn:other", "was replaced by arn:other"), (null, "was switched off") })
        {
            var error = Assert.Throws<DdbException>(() => StreamRequirements.RequireCurrent(StreamTables.WithStream(arn), position));
            Assert.Equal("StreamPositionLost", error.ErrorId);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AStreamMustHaveBothImages()
    {
        Assert.Equal(FakeStream.Arn, StreamRequirements.RequireEnabled(StreamTables.WithStream(FakeStream.Arn)));
        var none = Assert.Throws<DdbException>(() => StreamRequirements.RequireEnabled(StreamTables.WithStream(null, null)));
        Assert.Equal(("StreamNotEnabled", DdbErrorKind.InvalidState), (none.ErrorId, none.Kind));
        Assert.Contains("-EnableStream (--enable-stream)", none.Message, StringComparison.Ordinal);
        var keysOnly = Assert.Throws<DdbException>(() => StreamRequirements.RequireEnabled(StreamTables.WithStream(FakeStream.Arn, "KEYS_ONLY")));
        Assert.Equal("StreamNotEnabled", keysOnly.ErrorId);
        Assert.Contains("KEYS_ONLY", keysOnly.Message, StringComparison.Ordinal);
        Assert.Contains("switch it off", keysOnly.Message, StringComparison.Ordinal);
    }

    private StreamPosition Position(params ShardPosition[] shards) => new(FakeStream.Arn, time.GetUtcNow(), time.GetUtcNow() - TimeSpan.FromDays(2), shards);

    private ShardPosition Shard(string id, string? after) => new(id, null, after, time.GetUtcNow(), EmptyAt: null, IsDone: false);
}
