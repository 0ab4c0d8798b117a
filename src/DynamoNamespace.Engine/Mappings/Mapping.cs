using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>How an old item becomes a new one: a mapping document with its variables' values. Safe for many threads.</summary>
internal sealed class Mapping
{
    private readonly MappingDocument document;
    private readonly MappingRule[] rules;
    private readonly MappingRule[] tried;

    private readonly IItemTransform? transform;

    public Mapping(MappingDocument document, IReadOnlyDictionary<string, string> values, bool checkValues = true, IItemTransform? transform = null)
    {
        this.document = document;
        this.transform = transform;
        if (checkValues)
            CheckVariables(values);
        Variables = values;
        tried = document.Rules.Select(rule => new MappingRule(rule, document.Key, document.TargetKey, values, transform)).ToArray();
        rules = Array.FindAll(tried, rule => !rule.Leaves);
        Families = new FamilyReader(document.Family);
    }

    public string Name => document.Name;

    /// <summary>The key of the table that old items are in.</summary>
    public KeySchema Key => document.Key;

    /// <summary>The key of the table that new items are in, which often is the same table.</summary>
    public KeySchema TargetKey => document.TargetKey;

    public IReadOnlyDictionary<string, string> Variables { get; }

    public FamilyReader Families { get; }

    public IReadOnlyList<ExpectedIndex> ExpectedIndexes => document.ExpectedIndexes;

    public IReadOnlyList<ExpectedItem> ExpectedItems => document.ExpectedItems;

    /// <summary>Types of items that clients begin to write, for which there is nothing to migrate.</summary>
    public IReadOnlyList<NewEntity> NewEntities => document.NewEntities;

    /// <summary>Tells the document, and the transform if there is one, from others.</summary>
    public string DocumentFingerprint => transform is null ? document.Fingerprint : $"{document.Fingerprint}+{transform.Fingerprint}";

    /// <summary>Whether code of the caller's own changes what the rules make, so that only the item tells what becomes of it.</summary>
    public bool HasTransform => transform is not null;

    /// <summary>The rules that map items; those that leave them are not among them.</summary>
    public IReadOnlyList<MappingRule> Rules => rules;

    /// <summary>Whether every rule's result tells the item that it came from.</summary>
    public bool HasInverse => rules.All(rule => rule.HasInverse);

    /// <summary>The rule that maps an item, or null if the item is none of this mapping's.</summary>
    public MappingRule? FindRule(in Item item) => FindMatch(item) is { Leaves: false } rule ? rule : null;

    /// <summary>Whether a rule says that an item is left where it is. Of what no rule matches, nothing is said.</summary>
    public bool Leaves(in Item item) => FindMatch(item) is { Leaves: true };

    /// <summary>The rule whose new items have keys like this one's, or null.</summary>
    public MappingRule? FindTargetRule(in Item target)
    {
        foreach (var rule in rules)
        {
            if (rule.HasInverse && rule.HasTargetKey(target))
                return rule;
        }

        return null;
    }

    private MappingRule? FindMatch(in Item item)
    {
        foreach (var rule in tried)
        {
            if (rule.Matches(item))
                return rule;
        }

        return null;
    }

    private void CheckVariables(IReadOnlyDictionary<string, string> values)
    {
        foreach (var variable in document.Variables.Values)
        {
            if (!values.TryGetValue(variable.Name, out var value))
            {
                throw new DdbException("MappingVariableMissing", DdbErrorKind.InvalidArgument, variable.Name,
                    $"The mapping '{document.Name}' needs a value for '{variable.Name}' ({variable.Description ?? "no description"}), and none was given.");
            }

            if (variable.Pattern is not null && !variable.Pattern.IsMatch(value))
            {
                throw new DdbException("MappingVariableInvalid", DdbErrorKind.InvalidArgument, variable.Name,
                    $"'{value}' is no legal '{variable.Name}' for the mapping '{document.Name}': it must match {variable.Pattern}.");
            }
        }

        if (values.Keys.FirstOrDefault(name => !document.Variables.ContainsKey(name)) is { } unknown)
        {
            throw new DdbException("MappingVariableUnknown", DdbErrorKind.InvalidArgument, unknown,
                $"The mapping '{document.Name}' has no variable '{unknown}': it has {MappingVariables.List(document)}. Names are case-sensitive; nothing was changed.");
        }
    }
}
