using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>A mapping whose rules change items in place: none sets an attribute of the table's key.</summary>
internal sealed class InPlaceMapping
{
    private readonly Dictionary<MappingRule, InPlaceRule> byRule;

    private InPlaceMapping(Mapping mapping, KeySchema key)
    {
        Mapping = mapping;
        Rules = [.. mapping.Rules.Select(rule => new InPlaceRule(rule, key))];
        byRule = Rules.ToDictionary(rule => rule.Rule);
        Matching = RuleFilter.Of(mapping.Rules.Select(rule => rule.Conditions), key);
        Concerned = RuleFilter.Of(Rules.Select(rule => rule.OtherConditions), key);
    }

    public Mapping Mapping { get; }

    public IReadOnlyList<InPlaceRule> Rules { get; }

    /// <summary>Lets every item through that a rule matches; null where that cannot be told beforehand.</summary>
    public ScanFilter? Matching { get; }

    /// <summary>Lets every item through that a rule is for, done or not; null likewise.</summary>
    public ScanFilter? Concerned { get; }

    /// <summary>Tells whether a mapping works in place.</summary>
    /// <returns>Null for a mapping that moves items to new keys, or has no rules; a transform may set any key.</returns>
    /// <exception cref="DdbException">It does both.</exception>
    public static InPlaceMapping? Find(Mapping mapping, TableDescriptor source, TableDescriptor target)
    {
        if (mapping.Rules.Count == 0 || mapping.HasTransform || !string.Equals(source.Arn, target.Arn, StringComparison.Ordinal))
            return null;
        var moving = mapping.Rules.FirstOrDefault(rule => SetsKey(rule, source.Key));
        var staying = mapping.Rules.FirstOrDefault(rule => !SetsKey(rule, source.Key));
        if (moving is not null && staying is not null)
        {
            throw new DdbException("MappingMixed", DdbErrorKind.InvalidArgument, mapping.Name,
                $"The mapping '{mapping.Name}' does two things at once: its rule '{moving.Name}' moves items to new keys, and its rule '{staying.Name}' changes items in place, because it sets neither {string.Join(" nor ", source.Key.Attributes.Select(attribute => attribute.Name))}. "
                + "The two are carried out, proven and taken back in different ways: write two mappings, and run one after the other. Nothing was changed.");
        }

        return moving is null ? new InPlaceMapping(mapping, source.Key) : null;
    }

    public InPlaceRule Of(MappingRule rule) => byRule[rule];

    /// <summary>The rule that is to change an item, or null.</summary>
    public InPlaceRule? FindRule(in Item item) => Mapping.FindRule(item) is { } rule ? byRule[rule] : null;

    private static bool SetsKey(MappingRule rule, KeySchema key) =>
        rule.Assignments.Any(assignment => key.Attributes.Any(attribute => string.Equals(attribute.Name, assignment.Attribute, StringComparison.Ordinal)));
}
