using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>What a rule, or its way back, does to the items that it matches: attributes that it sets, and some that it takes away. The rest is carried over as it came.</summary>
internal sealed class ItemEdit(IReadOnlyList<AttributeCondition> conditions, IReadOnlyList<Assignment> assignments, IReadOnlyList<string> removals, IReadOnlyDictionary<string, string> variables)
{
    private readonly AttributeCondition[] conditions = [.. conditions];
    private readonly BoundAssignment[] assignments = assignments.Select(assignment => new BoundAssignment(assignment, variables)).ToArray();
    private readonly byte[][] removed = removals.Select(Encoding.UTF8.GetBytes).ToArray();

    public IReadOnlyList<AttributeCondition> Conditions => conditions;

    public IReadOnlyList<BoundAssignment> Assignments => assignments;

    public IReadOnlyList<string> Removals => removals;

    public bool ChangesNothing => assignments.Length == 0 && removed.Length == 0;

    public bool Matches(in Item item)
    {
        foreach (var condition in conditions)
        {
            if (!condition.IsMet(item))
                return false;
        }

        return true;
    }

    /// <summary>Appends the edited item to a block.</summary>
    /// <returns>False, with the reason, if the item lacks what a template needs; nothing is appended then.</returns>
    public bool TryApply(in Item source, ItemBlock block, out Item edited, out string? problem)
    {
        var builder = new ItemBuilder(block);
        var copied = 0;
        var isSet = assignments.Length <= 256 ? stackalloc bool[assignments.Length] : new bool[assignments.Length];
        for (var index = 0; index < source.Count; index++)
        {
            var assignment = FindAssignment(source, index);
            if (assignment < 0 && (removed.Length == 0 || !IsRemoved(source, index)))
                continue;
            builder.Copy(source, copied, index);
            copied = index + 1;
            if (assignment < 0)
                continue;
            isSet[assignment] = true;
            if (!assignments[assignment].TryAppend(source, conditions, ref builder, block, out problem))
                return Refuse(builder, out edited);
        }

        builder.Copy(source, copied, source.Count);
        for (var index = 0; index < assignments.Length; index++)
        {
            var isAdded = !isSet[index] && !assignments[index].OnlyIfPresent;
            if (isAdded && !assignments[index].TryAppend(source, conditions, ref builder, block, out problem))
                return Refuse(builder, out edited);
        }

        edited = builder.Build();
        problem = null;
        return true;
    }

    private static bool Refuse(ItemBuilder builder, out Item edited)
    {
        builder.Discard();
        edited = default;
        return false;
    }

    /// <summary>The index of the assignment that sets an item's attribute, or -1.</summary>
    private int FindAssignment(in Item source, int attribute)
    {
        for (var index = 0; index < assignments.Length; index++)
        {
            if (source.IsNamed(attribute, assignments[index].Utf8Name))
                return index;
        }

        return -1;
    }

    private bool IsRemoved(in Item source, int attribute)
    {
        foreach (var name in removed)
        {
            if (source.IsNamed(attribute, name))
                return true;
        }

        return false;
    }
}
