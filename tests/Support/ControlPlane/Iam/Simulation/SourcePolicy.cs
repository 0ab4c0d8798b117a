using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>A policy that takes part in an evaluation, with where it comes from.</summary>
/// <param name="Id">As <c>role_app_managed-policy</c>.</param>
/// <param name="Type">user, group, role or none.</param>
/// <param name="Text">The document's JSON.</param>
internal sealed record SourcePolicy(string Id, string Type, string Text)
{
    public PolicyDocument Document { get; } = PolicyDocument.Parse(Text);
}
