using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.Plans;

/// <summary>What a new plan is to say.</summary>
public sealed record PlanDraftOptions
{
    /// <summary>The file to write.</summary>
    public required string Path { get; init; }

    /// <summary>The plan's name; null for that of the file.</summary>
    public string? Name { get; init; }

    /// <summary>The table that old items are in; null to leave it to be edited.</summary>
    public string? TableName { get; init; }

    /// <summary>The table that new items go to; null for the same one.</summary>
    public string? TargetTableName { get; init; }

    /// <summary>A mapping that ships with the module, or a path from the plan's folder; null for a mapping in the plan itself.</summary>
    public string? Mapping { get; init; }

    /// <summary>An example that ships with the module, to begin with.</summary>
    public string? Example { get; init; }

    /// <summary>Values of the mapping's variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The table's key, such as <c>PK:S</c> and <c>SK:N</c>; empty to read it from the table.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Where to connect and as whom, to read the table's key.</summary>
    public ConnectionOptions Connection { get; init; } = new();
}
