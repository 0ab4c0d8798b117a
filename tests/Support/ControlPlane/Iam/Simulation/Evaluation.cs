namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>
/// What becomes of one action on one resource: allowed, implicitDeny or explicitDeny. What the boundary says is null where
/// there is none.
/// </summary>
internal sealed record Evaluation(
    string Action, string Resource, string Decision, IReadOnlyList<SourcePolicy> Matched, IReadOnlyList<string> Missing, bool? AllowedByBoundary);
