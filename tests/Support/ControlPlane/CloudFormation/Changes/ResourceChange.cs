namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Changes;

/// <summary>What becomes of one resource: Add, Modify or Remove. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html</summary>
internal sealed record ResourceChange(string Action, string LogicalId, string? PhysicalId, string Type)
{
    public IReadOnlyList<ChangeDetail> Details { get; init; } = [];

    public IEnumerable<string> Scope => Details.Select(detail => detail.Attribute).Distinct(StringComparer.Ordinal);

    /// <summary>True, False or Conditional; null for what is not a modification.</summary>
    public string? Replacement => Action != "Modify" ? null
        : Details.Any(detail => detail is { RequiresRecreation: "Always", Evaluation: "Static" }) ? "True"
        : Details.Any(detail => detail.RequiresRecreation is not "Never") ? "Conditional"
        : "False";

    public bool IsReplacement => Replacement == "True";
}
