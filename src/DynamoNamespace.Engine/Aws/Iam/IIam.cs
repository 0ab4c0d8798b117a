using Amazon.Runtime;

namespace DynamoNamespace.Engine.Aws.Iam;

/// <summary>
/// The calls of IAM that namespaces need (https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html). What there is of a role there is
/// of a user too, under another name. Each throws an <see cref="AmazonServiceException"/> where IAM refuses.
/// </summary>
internal interface IIam
{
    /// <summary>The role, user or group; null where there is none.</summary>
    Task<IamPrincipalDetail?> FindAsync(IamPrincipal principal, CancellationToken cancellationToken);

    Task<IReadOnlyList<AttachedPolicy>> ListAttachedPoliciesAsync(IamPrincipal principal, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> ListInlinePolicyNamesAsync(IamPrincipal principal, CancellationToken cancellationToken);

    /// <summary>An inline policy's JSON document.</summary>
    Task<string> GetInlinePolicyAsync(IamPrincipal principal, string policyName, CancellationToken cancellationToken);

    /// <summary>The groups that a user is in.</summary>
    Task<IReadOnlyList<IamPrincipal>> ListGroupsAsync(string userName, CancellationToken cancellationToken);

    Task AttachPolicyAsync(IamPrincipal principal, string policyArn, CancellationToken cancellationToken);

    Task DetachPolicyAsync(IamPrincipal principal, string policyArn, CancellationToken cancellationToken);

    /// <summary>The tags of a role or user.</summary>
    Task<IReadOnlyDictionary<string, string>> ListTagsAsync(IamPrincipal principal, CancellationToken cancellationToken);

    Task TagAsync(IamPrincipal principal, string key, string value, CancellationToken cancellationToken);

    Task UntagAsync(IamPrincipal principal, string key, CancellationToken cancellationToken);

    /// <summary>The managed policy; null where there is none.</summary>
    Task<ManagedPolicy?> FindPolicyAsync(string policyArn, CancellationToken cancellationToken);

    /// <summary>The JSON document of a version of a managed policy.</summary>
    Task<string> GetPolicyDocumentAsync(string policyArn, string versionId, CancellationToken cancellationToken);

    /// <summary>What IAM's own simulator says of each action on each resource.</summary>
    Task<IReadOnlyList<SimulatedAction>> SimulateAsync(PolicySimulation simulation, CancellationToken cancellationToken);
}
