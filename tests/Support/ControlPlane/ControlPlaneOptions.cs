namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>How the local control plane behaves in time, and the limits that it holds to.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>How long a resource, a stack or a change set stays in one state on its way.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How long a new index of a table that exists is CREATING.</summary>
    public TimeSpan Backfill { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>States that a test holds on to.</summary>
    internal DeploymentHolds Holds { get; init; } = new();

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>IAM's quota of managed policies per user, group or role.</summary>
    public int ManagedPoliciesPerPrincipal { get; init; } = 10;

    /// <summary>Who the caller is, as GetCallerIdentity and refusals name it.</summary>
    public string CallerArn { get; init; } = $"arn:aws:iam::{Account.Id}:user/local";
}
