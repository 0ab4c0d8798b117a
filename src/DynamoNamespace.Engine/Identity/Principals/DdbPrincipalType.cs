namespace DynamoNamespace.Engine.Identity.Principals;

/// <summary>Who gets policies and tags.</summary>
public enum DdbPrincipalType
{
    /// <summary>A role.</summary>
    Role,

    /// <summary>A user.</summary>
    User,
}
