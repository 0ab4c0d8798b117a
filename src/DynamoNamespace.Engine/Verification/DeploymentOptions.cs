namespace DynamoNamespace.Engine.Verification;

/// <summary>What a verification is to look at beside the table's items.</summary>
public sealed record DeploymentOptions
{
    /// <summary>The table's stack, by name or ID, whose aggregator is looked at; null for none.</summary>
    public string? StackName { get; init; }

    /// <summary>Since when the aggregator's log is looked through; null for since the migration began.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Roles that are to be of the namespace.</summary>
    public IReadOnlyList<string> RoleNames { get; init; } = [];

    /// <summary>Users that are to be of the namespace.</summary>
    public IReadOnlyList<string> UserNames { get; init; } = [];
}
