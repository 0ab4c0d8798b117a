namespace DynamoNamespace.Engine.Verification;

/// <summary>How a check came out.</summary>
public enum DdbCheckStatus
{
    /// <summary>It is as it should be.</summary>
    Pass,

    /// <summary>It may be as it should be at this point of the migration; read the detail.</summary>
    Warn,

    /// <summary>It is not as it should be.</summary>
    Fail,

    /// <summary>It could not be checked.</summary>
    NotRun,
}

/// <summary>One check of a migration.</summary>
public sealed record DdbMigrationCheck
{
    /// <summary>So many unknown namespace IDs are told apart.</summary>
    internal const int MaximumNamespaceIds = 1000;

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The namespace's name.</summary>
    public string? Namespace { get; init; }

    /// <summary>The namespace's ID.</summary>
    public string? NamespaceId { get; init; }

    /// <summary>What was checked, such as <c>CopiesEqual</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it came out.</summary>
    public required DdbCheckStatus Status { get; init; }

    /// <summary>What should be.</summary>
    public required string Expected { get; init; }

    /// <summary>What is.</summary>
    public required string Actual { get; init; }

    /// <summary>More about it, such as the first items concerned.</summary>
    public string? Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; init; }
}
