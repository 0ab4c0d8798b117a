using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;

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

    /// <summary>The store that holds the plans.</summary>
    public required StatePlace Place { get; init; }

    /// <summary>The reasons that are asked for; null for all.</summary>
    public IReadOnlyCollection<DdbItemReason>? Reasons { get; init; }
}
