namespace DynamoNamespace.Engine.Activity;

/// <summary>Who wrote to a table while it was watched, and whether it became quiet.</summary>
public sealed record DdbTableActivity
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>Whether nothing was written for the time that was asked for.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>For how long nothing had been written when the watch ended.</summary>
    public TimeSpan QuietFor { get; init; }

    /// <summary>Writes that count.</summary>
    public long Writes { get; init; }

    /// <summary>Items that DynamoDB deleted because their time to live had passed.</summary>
    public long Expired { get; init; }

    /// <summary>When the last write that counts was made; null where there was none.</summary>
    public DateTimeOffset? LastWriteAt { get; init; }

    /// <summary>The writes by the kind of key, what was done and where it came from; the last one's kind first.</summary>
    public IReadOnlyList<DdbTableWrites> Groups { get; init; } = [];

    /// <summary>How far the reading is behind the table.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>The stream that was read.</summary>
    public string StreamArn { get; init; } = "";

    /// <summary>What its records hold, such as <c>NEW_AND_OLD_IMAGES</c>.</summary>
    public string StreamViewType { get; init; } = "";

    /// <summary>The Regions of the table's replicas: what is written there looks like a client's write here.</summary>
    public IReadOnlyList<string> ReplicaRegions { get; init; } = [];

    /// <summary>How to find who writes; null where the table is quiet.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where AWS describes that; null where the table is quiet.</summary>
    public string? Docs { get; init; }

    /// <summary>When the watch began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The activity as one line.</summary>
    public override string ToString()
    {
        var last = Groups.Count > 0 ? $"; {Groups[0]}" : "";
        var lag = Lag > TimeSpan.FromSeconds(1) ? FormattableString.Invariant($", {Lag.TotalSeconds:N0} s behind") : "";
        return FormattableString.Invariant($"quiet for {QuietFor.TotalSeconds:N0} s, {Writes:N0} writes, {Expired:N0} expired{lag}{last}");
    }
}
