namespace DynamoNamespace.Tests.Support.Load;

/// <summary>When a client that has changed over to the new keys uses an item.</summary>
public enum CutOver
{
    /// <summary>Once the item under the new key has all that old clients were acknowledged.</summary>
    WhenCaughtUp,

    /// <summary>As soon as there is an item, however old a copy it is.</summary>
    AtOnce,
}
