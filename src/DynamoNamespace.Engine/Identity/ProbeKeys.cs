using DynamoNamespace.Engine.Identity.Policies;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Partition keys inside and outside a namespace, to ask policies about.</summary>
internal sealed class ProbeKeys(PrincipalPolicies principal, string namespaceId, IEnumerable<string> otherIds)
{
    private const string LeadingKeys = "dynamodb:LeadingKeys";

    private static readonly string[] Records = ["ENTITY#probe", "SYSTEM#", "RESOURCE#probe"];

    public IReadOnlyList<string> Own => [.. Records.Select(record => $"{namespaceId}/{record}")];

    public IReadOnlyList<string> Shared => [$"{NamespaceNames.Reserved}/{Records[1]}"];

    public IReadOnlyList<string> Bare =>
        [.. Records.Append($"RESOURCE#{namespaceId}/{Records[0]}").Concat(FromPolicies().Where(key => key.Length > 0 && PrefixOf(key) is null)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Keys of namespaces that are registered, that no table has, whose IDs look like this one, and that the policies' own patterns reach.
    /// </summary>
    public IReadOnlyList<string> Others =>
    [
        .. otherIds.Concat(Lookalikes()).Select(id => $"{id}/{Records[0]}").Concat(FromPolicies()).Where(IsOther).Distinct(StringComparer.Ordinal),
    ];

    private IEnumerable<string> Lookalikes()
    {
        var madeUp = "0-probe-0";
        while (madeUp == namespaceId)
            madeUp += "0";
        return
        [
            madeUp, $"{namespaceId}z", $"z{namespaceId}", $"{madeUp}/{namespaceId}", $"{NamespaceNames.Reserved}z",
            namespaceId[..^1] + (namespaceId[^1] == 'z' ? 'y' : 'z'), namespaceId[..^1], namespaceId.ToUpperInvariant(), namespaceId.ToLowerInvariant(),
        ];
    }

    /// <summary>
    /// What a policy names outright, no made-up key would hit: a key for each pattern in a condition on leading keys, with something in its wildcards' place.
    /// </summary>
    private IEnumerable<string> FromPolicies()
    {
        var tags = new RequestContext().WithPrincipalTags(principal.Tags);
        return principal.Policies.SelectMany(policy => policy.Statements
            .SelectMany(statement => statement.Conditions)
            .Where(condition => string.Equals(condition.Key, LeadingKeys, StringComparison.OrdinalIgnoreCase))
            .SelectMany(condition => condition.Values)
            .SelectMany(value => new[] { "", "x", $"x/{Records[0]}" }.Select(filling => new PolicyText(value, policy.HasVariables, hasWildcards: true, tags).Example(filling))));
    }

    private bool IsOther(string key) => PrefixOf(key) is { Length: > 0 } id && id != namespaceId && id != NamespaceNames.Reserved;

    /// <returns>What stands before the first slash, or null for a key without a prefix.</returns>
    private static string? PrefixOf(string key)
    {
        var slash = key.AsSpan().IndexOfAny('/', '#');
        return slash >= 0 && key[slash] == '/' ? key[..slash] : null;
    }
}
