namespace DynamoNamespace.Engine.Identity;

/// <summary>Which part of a table an action is about.</summary>
public enum DdbAccessTarget
{
    /// <summary>Items of the namespace.</summary>
    OwnNamespace,

    /// <summary>Items of the reserved namespace <c>_</c>: the registry and the version record.</summary>
    Shared,

    /// <summary>Items of other namespaces.</summary>
    OtherNamespace,

    /// <summary>Items whose keys are not prefixed.</summary>
    BareKeys,

    /// <summary>All items at once, without naming keys.</summary>
    WholeTable,
}
