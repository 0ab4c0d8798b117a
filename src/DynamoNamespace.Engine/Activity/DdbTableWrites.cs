namespace DynamoNamespace.Engine.Activity;

/// <summary>Writes of one kind to keys of one kind.</summary>
public sealed record DdbTableWrites
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>What the keys have in common, such as <c>PK=ENTITY#*, SK=#BUCKET#*</c>.</summary>
    public required string Keys { get; init; }

    /// <summary>Insert, Modify or Remove.</summary>
    public required string Event { get; init; }

    /// <summary>Where the writes came from, as far as the stream tells.</summary>
    public required DdbWriteOrigin Origin { get; init; }

    /// <summary>The AWS service or the Region that the records name; null where they name none.</summary>
    public string? Source { get; init; }

    /// <summary>How many there were.</summary>
    public long Count { get; init; }

    /// <summary>When the first was made.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When the last was made.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>The attributes that were changed, the most frequent first; empty for inserts and removals, and where the stream has no old and new images.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The key of the last of them.</summary>
    public string ExampleKey { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString()
    {
        var attributes = Attributes.Count > 0 ? $" of {string.Join(", ", Attributes.Take(5))}{(Attributes.Count > 5 ? ", …" : "")}" : "";
        return FormattableString.Invariant($"{Count:N0} x {Event}{attributes} at {Keys}, by {Origin}, last {LastAt.UtcDateTime:u}, such as {ExampleKey}");
    }
}
