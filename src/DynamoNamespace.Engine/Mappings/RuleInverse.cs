using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>The way back of a rule: from a new item to the item that it came from.</summary>
internal abstract class RuleInverse
{
    public abstract bool Exists { get; }

    /// <summary>Whether the new item tells the whole of this old one.</summary>
    public abstract bool IsExact(in Item source);

    /// <summary>Whether an item looks like one that the rule makes.</summary>
    public abstract bool HasTargetKey(in Item target);

    /// <summary>Takes a new item back.</summary>
    /// <returns>False, with the attributes that are not as the rule makes them; nothing is appended then.</returns>
    public abstract bool TryUnmap(in Item target, ItemBlock block, out Item source, out IReadOnlyList<string> wrongAttributes);

    /// <summary>Attributes of a new item that do not say what the rule would have made of the item that it tells of.</summary>
    public abstract IReadOnlyList<string> FindWrong(in Item target);
}
