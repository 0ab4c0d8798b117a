namespace DynamoNamespace.Engine.Identity;

/// <summary>What a policy lets its principal do in a namespace.</summary>
public enum DdbNamespaceAccessLevel
{
    /// <summary>Read, and update items: what a client that takes from limits needs. The shared namespace is read only.</summary>
    Acquire,

    /// <summary>Read, put, update and delete items.</summary>
    Full,

    /// <summary>Read items.</summary>
    ReadOnly,
}
