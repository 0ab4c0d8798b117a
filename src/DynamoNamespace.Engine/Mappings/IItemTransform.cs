namespace DynamoNamespace.Engine.Mappings;

/// <summary>
/// A caller's own code that changes an item after the mapping's rule has, for what templates cannot say. It is asked again whenever an item is proven,
/// so it must make the same of the same item each time. Called from many threads.
/// </summary>
public interface IItemTransform
{
    /// <summary>Tells this code from other code: a run goes on with the same only.</summary>
    string Fingerprint { get; }

    /// <summary>Makes the new item.</summary>
    /// <param name="item">The item in DynamoDB JSON, as the rule left it.</param>
    /// <returns>The new item in DynamoDB JSON.</returns>
    /// <exception cref="ItemTransformException">It cannot be made of this item.</exception>
    byte[] Apply(ReadOnlyMemory<byte> item);
}

/// <summary>A transform cannot make a new item of this one; the message says why and is recorded with the item.</summary>
public sealed class ItemTransformException : Exception
{
    /// <summary>Names the reason.</summary>
    public ItemTransformException(string message)
        : base(message)
    {
    }

    /// <summary>Names the reason and what it came of.</summary>
    public ItemTransformException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a reason.</summary>
    public ItemTransformException()
    {
    }
}
