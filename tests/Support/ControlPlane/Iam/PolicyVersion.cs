namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>A document of a managed policy.</summary>
internal sealed record PolicyVersion(string Id, string Document)
{
    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;
}
