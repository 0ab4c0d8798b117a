using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Which conflicts are asked for.</summary>
public sealed record ConflictQuery
{
    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The namespace's name; null for every namespace. Ignored where <see cref="NamespaceId"/> is given.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID; null for every namespace.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>The folder of one plan's runs, or a checkpoint in it; null for the user's own places.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>The reasons that are asked for; null for all.</summary>
    public IReadOnlyCollection<DdbItemReason>? Reasons { get; init; }
}
