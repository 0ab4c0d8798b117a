using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Stacks;

/// <summary>A resource of a stack as it is deployed.</summary>
internal sealed class StackResource(string logicalId, string type)
{
    public string LogicalId => logicalId;

    public string Type => type;

    public string PhysicalId { get; set; } = "";

    /// <summary>What GetAtt gives.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The properties, resolved.</summary>
    public JsonObject Properties { get; set; } = [];

    public string DeletionPolicy { get; set; } = "Delete";

    public string Status { get; set; } = "CREATE_IN_PROGRESS";

    public string? StatusReason { get; set; }

    public DateTimeOffset ChangedAt { get; set; } = DateTimeOffset.UtcNow;

    public StackResource Copy() => (StackResource)MemberwiseClone();
}
