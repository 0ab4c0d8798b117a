namespace DynamoNamespace.Engine.Identity;

/// <summary>What a policy document is made for, which sets how long it may be.</summary>
public enum DdbPolicyKind
{
    /// <summary>The Policy parameter of AssumeRole: 2,048 characters.</summary>
    Session,

    /// <summary>A customer-managed policy: 6,144 characters, white space not counted.</summary>
    Managed,
}
