namespace DynamoNamespace.Tests.Support.ControlPlane.Iam;

/// <summary>What policies can be attached to.</summary>
internal enum PrincipalKind
{
    Role,
    User,
    Group,
}
