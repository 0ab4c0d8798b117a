namespace DynamoNamespace.Engine.Stacks;

/// <summary>A stack whose table holds namespaces, or is to hold them.</summary>
public sealed record DdbNamespaceStack
{
    /// <summary>The stack's name.</summary>
    public required string StackName { get; init; }

    /// <summary>The stack's ID.</summary>
    public required string StackId { get; init; }

    /// <summary>CloudFormation's status, such as <c>UPDATE_COMPLETE</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it has this status, where CloudFormation says so.</summary>
    public string? StatusReason { get; init; }

    /// <summary>What the last drift detection found: IN_SYNC, DRIFTED, NOT_CHECKED; null where it is not told.</summary>
    public string? DriftStatus { get; init; }

    /// <summary>The table.</summary>
    public required string TableName { get; init; }

    /// <summary>The table's ARN.</summary>
    public string? TableArn { get; init; }

    /// <summary>DynamoDB's status of the table, such as <c>ACTIVE</c>.</summary>
    public string? TableStatus { get; init; }

    /// <summary>The global secondary indexes, each with its status.</summary>
    public IReadOnlyList<DdbStackIndex> Indexes { get; init; } = [];

    /// <summary>Whether the table has the index that namespaces need, and it is ACTIVE.</summary>
    public bool HasNamespaceIndex { get; init; }

    /// <summary>The ARN of the table's stream; null where it has none.</summary>
    public string? StreamArn { get; init; }

    /// <summary>What the stream's records hold, such as <c>NEW_AND_OLD_IMAGES</c>.</summary>
    public string? StreamViewType { get; init; }

    /// <summary>The aggregator's function; null where the stack has none.</summary>
    public string? AggregatorFunctionName { get; init; }

    /// <summary>The ARN of the policy for acquiring in one namespace; null where the stack has none.</summary>
    public string? NamespaceAcquirePolicyArn { get; init; }

    /// <summary>The ARN of the policy for full access to one namespace; null where the stack has none.</summary>
    public string? NamespaceFullAccessPolicyArn { get; init; }

    /// <summary>The ARN of the policy for reading one namespace; null where the stack has none.</summary>
    public string? NamespaceReadOnlyPolicyArn { get; init; }

    /// <summary>Whether it has all that namespaces need: the index, ready, and the three policies.</summary>
    public bool IsUpgraded => HasNamespaceIndex && NamespaceAcquirePolicyArn is not null && NamespaceFullAccessPolicyArn is not null && NamespaceReadOnlyPolicyArn is not null;
}

/// <summary>A global secondary index of a stack's table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">Its status, such as <c>ACTIVE</c> or <c>CREATING</c>.</param>
public sealed record DdbStackIndex(string Name, string Status)
{
    /// <summary>Name and status.</summary>
    public override string ToString() => $"{Name} {Status}";
}
