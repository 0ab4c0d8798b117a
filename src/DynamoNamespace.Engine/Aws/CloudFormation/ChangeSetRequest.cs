namespace DynamoNamespace.Engine.Aws.CloudFormation;

/// <summary>What a change set is to be made of. Tags, roles and notifications are left out, and so stay as they are.</summary>
/// <param name="StackName">The stack, by name or ID.</param>
/// <param name="Name">The change set's name: letters, digits and hyphens, up to 128.</param>
internal sealed record ChangeSetRequest(string StackName, string Name)
{
    public required string Description { get; init; }

    /// <summary>The template itself; if null, <see cref="TemplateUrl"/> says where it is.</summary>
    public string? TemplateBody { get; init; }

    public string? TemplateUrl { get; init; }

    /// <summary>Parameters, with null for one that keeps the value it has.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>A change set and what it would change.</summary>
internal sealed record ChangeSetDescription(string Id, string Name, string Status, string ExecutionStatus, string? StatusReason, IReadOnlyList<ResourceChange> Changes)
{
    public bool IsReady => Status is "CREATE_COMPLETE";

    public bool IsFailed => Status is "FAILED";

    /// <summary>
    /// Whether it failed because there is nothing to change: CloudFormation tells that by these words alone
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html).
    /// </summary>
    public bool IsEmpty => IsFailed && StatusReason is not null
        && (StatusReason.Contains("didn't contain changes", StringComparison.OrdinalIgnoreCase) || StatusReason.Contains("No updates are to be performed", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a change set would do to one resource.</summary>
/// <param name="Action">Add, Modify, Remove, Import or Dynamic.</param>
/// <param name="LogicalId">The resource's name in the template.</param>
/// <param name="PhysicalId">Its name in AWS, if it has one yet.</param>
/// <param name="ResourceType">Its type.</param>
/// <param name="Replacement">True, False or Conditional for what is modified.</param>
/// <param name="Scope">What is modified: Properties, Tags, Metadata, ….</param>
/// <param name="Properties">The properties that are modified.</param>
/// <param name="ReplacedBy">Those of them whose change replaces it, or may.</param>
/// <param name="Causes">What else changes and so may change it, such as <c>RateLimitsTable.Arn</c>; empty where it is changed itself.</param>
internal sealed record ResourceChange(
    string Action, string LogicalId, string? PhysicalId, string ResourceType, string? Replacement, IReadOnlyList<string> Scope, IReadOnlyList<string> Properties,
    IReadOnlyList<string> ReplacedBy, IReadOnlyList<string> Causes);

/// <summary>What CloudFormation reads from a template: its parameters, and what has to be acknowledged for it.</summary>
internal sealed record TemplateSummary(IReadOnlyList<TemplateParameter> Parameters, IReadOnlyList<string> Capabilities);

/// <summary>A template's parameter.</summary>
internal sealed record TemplateParameter(string Name, bool HasDefault);
