using System.Text;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Support.Comparison;

/// <summary>Equality of whole tables, item for item, by value.</summary>
public static class TableAssert
{
    private const int ShownPerKind = 5;

    /// <summary>An empty expectation is refused, because it would hold for a table that was never loaded.</summary>
    public static void Equal(
        IReadOnlyDictionary<(string Pk, string Sk), JsonObject> expected,
        IReadOnlyDictionary<(string Pk, string Sk), JsonObject> actual)
    {
        if (expected.Count == 0)
            throw new XunitException("The expected table is empty, so this comparison shows nothing. Use TableAssert.Empty for an empty table.");

        var missing = expected.Where(item => !actual.ContainsKey(item.Key)).ToList();
        var extra = actual.Where(item => !expected.ContainsKey(item.Key)).ToList();
        var changed = expected
            .Where(item => actual.TryGetValue(item.Key, out var found) && !ItemAssert.AreEqual(item.Value, found))
            .ToList();
        if (missing.Count + extra.Count + changed.Count == 0)
            return;

        var message = new StringBuilder(
            $"The tables differ: {missing.Count} items missing, {extra.Count} extra, {changed.Count} changed "
            + $"({expected.Count} expected, {actual.Count} found).");
        Append(message, "missing", missing, _ => "");
        Append(message, "extra", extra, _ => "");
        Append(message, "changed", changed, item => string.Concat(
            ItemAssert.Differences(item.Value, actual[item.Key]).Take(ShownPerKind).Select(d => $"\n      {d}")));
        throw new XunitException(message.ToString());
    }

    public static void Empty(IReadOnlyDictionary<(string Pk, string Sk), JsonObject> actual)
    {
        if (actual.Count == 0)
            return;
        var message = new StringBuilder($"The table should be empty and has {actual.Count} items.");
        Append(message, "extra", [.. actual], _ => "");
        throw new XunitException(message.ToString());
    }

    private static void Append(
        StringBuilder message, string kind, List<KeyValuePair<(string Pk, string Sk), JsonObject>> items,
        Func<KeyValuePair<(string Pk, string Sk), JsonObject>, string> detail)
    {
        foreach (var item in items.OrderBy(i => i.Key.Pk, StringComparer.Ordinal).ThenBy(i => i.Key.Sk, StringComparer.Ordinal).Take(ShownPerKind))
            message.Append($"\n  {kind}: PK '{item.Key.Pk}', SK '{item.Key.Sk}'{detail(item)}");
        if (items.Count > ShownPerKind)
            message.Append($"\n  … and {items.Count - ShownPerKind} more {kind}");
    }
}
