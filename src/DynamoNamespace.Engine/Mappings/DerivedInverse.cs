using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>
/// The way back that is read off a rule. It exists where each key attribute of the old item can be read off the new one: every template is literal
/// text around at most one attribute, and each key attribute that a template replaces stands in one that is always set.
/// Attributes that a rule adds are taken away again. What a rule removes cannot be told.
/// </summary>
internal sealed class DerivedInverse : RuleInverse
{
    private readonly BoundAssignment[] assignments;
    private readonly KeySchema key;
    private readonly KeySchema targetKey;

    /// <summary>A key attribute that the rule does not set comes over as it was, so what the rule asks of it holds of the new item too.</summary>
    private readonly AttributeCondition[] keptKeyConditions;

    /// <summary>Attributes of the old table's key that come over as they were, and that the new table's key does not make sure of.</summary>
    private readonly KeyAttribute[] carriedKeys;

    /// <summary>For each assignment the attribute that it refers to, and the assignment that sets that one.</summary>
    private readonly (BoundPart? Attribute, BoundAssignment? Own)[] referred;

    public DerivedInverse(ItemEdit edit, KeySchema key, KeySchema targetKey)
    {
        assignments = [.. edit.Assignments];
        this.key = key;
        this.targetKey = targetKey;
        keptKeyConditions = edit.Conditions.Where(condition => targetKey.Attributes.Any(attribute => attribute.Name == condition.Attribute) && !IsAssigned(condition.Attribute)).ToArray();
        carriedKeys = key.Attributes.Where(attribute => !IsAssigned(attribute.Name) && !targetKey.Attributes.Contains(attribute)).ToArray();
        referred = Array.ConvertAll(assignments, assignment => ReferredAttribute(assignment) is { } part
            ? (part, Array.Find(assignments, other => string.Equals(other.Attribute, part.Text, StringComparison.Ordinal)))
            : ((BoundPart?)null, (BoundAssignment?)null));
        Exists = edit.Removals.Count == 0 && assignments.All(IsReadable) && assignments.All(CanRestore);
    }

    public override bool Exists { get; }

    /// <summary>Whether the rule overwrites none of the item's attributes that it does not keep in the new value.</summary>
    public override bool IsExact(in Item source)
    {
        foreach (var assignment in assignments)
        {
            if (!IsSelfReferring(assignment) && source.IndexOf(assignment.Utf8Name) >= 0)
                return false;
        }

        return true;
    }

    public override bool HasTargetKey(in Item target)
    {
        foreach (var condition in keptKeyConditions)
        {
            if (!condition.IsMet(target))
                return false;
        }

        foreach (var assignment in assignments)
        {
            if (targetKey.IsKeyAttribute(assignment.Utf8Name) && !(target.TryGetValue(assignment.Utf8Name, out var value) && TryRead(assignment, value, out _)))
                return false;
        }

        return true;
    }

    public override bool TryUnmap(in Item target, ItemBlock block, out Item source, out IReadOnlyList<string> wrongAttributes)
    {
        source = default;
        wrongAttributes = FindWrong(target);
        if (wrongAttributes.Count > 0)
            return false;
        var builder = new ItemBuilder(block);
        for (var index = 0; index < target.Count; index++)
        {
            var assignment = Find(target.RawName(index));
            if (assignment is null)
                builder.Copy(target, index);
            else if (IsSelfReferring(assignment))
                AppendRead(assignment, target, index, ref builder);
        }

        source = builder.Build();
        return true;
    }

    public override IReadOnlyList<string> FindWrong(in Item target)
    {
        List<string>? wrong = null;
        for (var index = 0; index < assignments.Length; index++)
        {
            if (!IsAsMade(index, target))
                (wrong ??= []).Add(assignments[index].Attribute);
        }

        foreach (var attribute in carriedKeys)
        {
            if (!attribute.IsIn(target))
                (wrong ??= []).Add(attribute.Name);
        }

        return wrong ?? (IReadOnlyList<string>)[];
    }

    private bool IsAssigned(string attribute) => Array.Exists(assignments, assignment => assignment.Attribute == attribute);

    private bool IsAsMade(int index, in Item target) => target.TryGetValue(assignments[index].Utf8Name, out var value)
        ? TryRead(assignments[index], value, out var text) && AgreesWithOthers(index, text, target)
        : assignments[index].OnlyIfPresent;

    /// <summary>Whether the text that a template took from another attribute is what that attribute's own template tells.</summary>
    private bool AgreesWithOthers(int index, ReadOnlySpan<byte> text, in Item target)
    {
        var (name, own) = referred[index];
        if (name is null || own == assignments[index])
            return true;
        if (!target.TryGetValue(name.Utf8Name, out var value))
            return false;
        if (own is null)
            return Normalized(value.RawText).SequenceEqual(text);
        return TryRead(own, value, out var original) && original.SequenceEqual(text);
    }

    private static void AppendRead(BoundAssignment assignment, in Item target, int index, ref ItemBuilder builder)
    {
        TryRead(assignment, AttributeValue.Read(target.RawValue(index)), out var text);
        // The text may stand in the very block that is appended to, and that may grow.
        builder.Add(target.RawName(index).ToArray(), assignment.Type, text.ToArray());
    }

    /// <summary>Takes the template's literal text off a value: what is left is what its attribute held.</summary>
    private static bool TryRead(BoundAssignment assignment, AttributeValue value, out ReadOnlySpan<byte> text)
    {
        text = value.RawText;
        if (value.Type != assignment.Type)
            return false;
        text = Normalized(text);
        var seen = false;
        foreach (var part in assignment.Parts)
        {
            if (part.Source != PlaceholderSource.Literal)
            {
                seen = true;
            }
            else if (!seen)
            {
                if (!text.StartsWith(part.Raw))
                    return false;
                text = text[part.Raw.Length..];
            }
            else
            {
                if (!text.EndsWith(part.Raw))
                    return false;
                text = text[..^part.Raw.Length];
            }
        }

        return seen || text.IsEmpty;
    }

    /// <summary>One spelling for texts that may be escaped in several ways.</summary>
    private static ReadOnlySpan<byte> Normalized(ReadOnlySpan<byte> raw) =>
        JsonText.IsEscaped(raw) ? JsonText.Escape(JsonText.Unescape(raw)) : raw;

    private static bool IsReadable(BoundAssignment assignment) =>
        assignment.Type == AttributeType.S
        && assignment.Parts.All(part => part.Source is PlaceholderSource.Literal or PlaceholderSource.Attribute)
        && assignment.Parts.Count(part => part.Source == PlaceholderSource.Attribute) <= 1;

    /// <summary>A replaced attribute must tell its old value; what a rule adds under a name of its own is taken away.</summary>
    private bool CanRestore(BoundAssignment assignment) =>
        IsSelfReferring(assignment) || (!assignment.OnlyIfPresent && !key.IsKeyAttribute(assignment.Utf8Name));

    private static bool IsSelfReferring(BoundAssignment assignment) =>
        string.Equals(ReferredAttribute(assignment)?.Text, assignment.Attribute, StringComparison.Ordinal);

    private static BoundPart? ReferredAttribute(BoundAssignment assignment) =>
        assignment.Parts.FirstOrDefault(part => part.Source == PlaceholderSource.Attribute);

    private BoundAssignment? Find(ReadOnlySpan<byte> rawName)
    {
        foreach (var assignment in assignments)
        {
            if (JsonText.NameEquals(rawName, assignment.Utf8Name))
                return assignment;
        }

        return null;
    }
}
