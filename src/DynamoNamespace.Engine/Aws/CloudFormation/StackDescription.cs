namespace DynamoNamespace.Engine.Aws.CloudFormation;

/// <summary>What DescribeStacks tells of a stack, as far as an upgrade needs it.</summary>
internal sealed record StackDescription(string Id, string Name, string Status)
{
    public string? StatusReason { get; init; }

    /// <summary>IN_SYNC, DRIFTED, NOT_CHECKED or UNKNOWN, as last detected.</summary>
    public string? DriftStatus { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What was acknowledged when the stack was last changed, such as <c>CAPABILITY_NAMED_IAM</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>One resource of a stack.</summary>
internal sealed record StackResource(string LogicalId, string? PhysicalId, string Type, string Status)
{
    public const string TableType = "AWS::DynamoDB::Table";
    public const string FunctionType = "AWS::Lambda::Function";
}

/// <summary>One event of a stack.</summary>
internal sealed record StackEvent(string Id, DateTimeOffset At, string LogicalId, string ResourceType, string Status)
{
    public const string StackType = "AWS::CloudFormation::Stack";

    public string? PhysicalId { get; init; }

    public string? Reason { get; init; }

    /// <summary>The token of the call that led to it.</summary>
    public string? Token { get; init; }

    /// <summary>Whether it is of the stack as a whole.</summary>
    public bool IsOfStack(string stackId) => ResourceType == StackType && PhysicalId == stackId;
}

/// <summary>Some events, newest first, and where the older ones begin.</summary>
internal sealed record StackEventPage(IReadOnlyList<StackEvent> Events, string? NextToken);
