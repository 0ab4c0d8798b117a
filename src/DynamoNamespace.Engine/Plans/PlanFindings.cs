using System.Collections.Concurrent;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Plans;

/// <summary>What a test of a plan found in the items. Memory does not grow with the table.</summary>
internal sealed class PlanFindings(Mapping mapping)
{
    private const int MaximumKinds = 50;

    private readonly Dictionary<MappingRule, Finding> matched = mapping.Rules.ToDictionary(rule => rule, _ => new Finding());
    private readonly Dictionary<NewEntity, Finding> entities = mapping.NewEntities.ToDictionary(entity => entity, _ => new Finding());
    private readonly ConcurrentDictionary<string, Finding> unmatched = new(StringComparer.Ordinal);

    /// <summary>Items that a template cannot be filled from.</summary>
    public Finding Unmappable { get; } = new();

    /// <summary>Items whose new item a rule matches again.</summary>
    public Finding MatchedAgain { get; } = new();

    /// <summary>Items that a moving rule leaves under their key.</summary>
    public Finding Unmoved { get; } = new();

    /// <summary>Items whose new item breaks a limit.</summary>
    public Finding TooLarge { get; } = new();

    /// <summary>Items whose new item does not lead back.</summary>
    public Finding NoWayBack { get; } = new();

    /// <summary>Items that have a new key with another one.</summary>
    public Finding Colliding { get; } = new();

    /// <summary>Items under whose new key something else stands.</summary>
    public Finding Taken { get; } = new();

    /// <summary>Items whose new item is there already.</summary>
    public Finding Done { get; } = new();

    /// <summary>The items that no rule matches, by what their keys begin with.</summary>
    public IEnumerable<KeyValuePair<string, Finding>> Unmatched => unmatched.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key, StringComparer.Ordinal);

    public Finding Matched(MappingRule rule) => matched[rule];

    public Finding OfEntity(NewEntity entity) => entities[entity];

    public Finding UnmatchedOf(string kind)
    {
        if (unmatched.TryGetValue(kind, out var finding))
            return finding;
        return unmatched.GetOrAdd(unmatched.Count < MaximumKinds ? kind : NameCounts.Other, static _ => new Finding());
    }
}
