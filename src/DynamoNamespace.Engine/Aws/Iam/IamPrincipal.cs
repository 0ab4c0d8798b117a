namespace DynamoNamespace.Engine.Aws.Iam;

/// <summary>What policies are attached to.</summary>
internal enum IamPrincipalType
{
    Role,
    User,
    Group,
}

/// <summary>A role, user or group by its name.</summary>
internal sealed record IamPrincipal(IamPrincipalType Type, string Name)
{
    /// <summary>As people say it.</summary>
    public override string ToString() => $"{Type.ToString().ToLowerInvariant()} '{Name}'";
}

/// <summary>What IAM tells of a role, user or group.</summary>
internal sealed record IamPrincipalDetail(IamPrincipal Principal, string Arn, string? PermissionsBoundaryArn);

/// <summary>A managed policy as it is attached.</summary>
internal sealed record AttachedPolicy(string Name, string Arn);

/// <summary>A managed policy.</summary>
internal sealed record ManagedPolicy(string Name, string Arn, string DefaultVersionId);

/// <summary>A question to IAM's policy simulator.</summary>
/// <param name="PrincipalArn">The role or user whose policies are tried.</param>
/// <param name="Actions">Actions such as <c>dynamodb:GetItem</c>.</param>
/// <param name="ResourceArns">The resources that each is tried on.</param>
internal sealed record PolicySimulation(string PrincipalArn, IReadOnlyList<string> Actions, IReadOnlyList<string> ResourceArns)
{
    public IReadOnlyList<SimulationContext> Context { get; init; } = [];
}

/// <summary>A key of the request's context.</summary>
/// <param name="Key">Such as <c>dynamodb:LeadingKeys</c>.</param>
/// <param name="Type">Such as <c>string</c> or <c>stringList</c>.</param>
/// <param name="Values">Its values.</param>
internal sealed record SimulationContext(string Key, string Type, IReadOnlyList<string> Values);

/// <summary>What the simulator decided.</summary>
/// <param name="Action">The action.</param>
/// <param name="ResourceArn">The resource it was tried on.</param>
/// <param name="Decision"><c>allowed</c>, <c>explicitDeny</c> or <c>implicitDeny</c>.</param>
/// <param name="MissingContextKeys">Keys that the policies ask for and the question did not give.</param>
internal sealed record SimulatedAction(string Action, string ResourceArn, string Decision, IReadOnlyList<string> MissingContextKeys)
{
    public bool IsAllowed => Decision == "allowed";
}
