using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Support.Comparison;

/// <summary>Equality of items in DynamoDB JSON, by value.</summary>
public static class ItemAssert
{
    private const int ShownDifferences = 10;

    public static IEnumerable<AttributeDifference> Differences(JsonObject expected, JsonObject actual) =>
        AttributeComparison.Members("", expected, actual);

    public static bool AreEqual(JsonObject expected, JsonObject actual) => !Differences(expected, actual).Any();

    public static void Equal(JsonObject expected, JsonObject? actual)
    {
        if (actual is null)
            throw new XunitException($"There is no item; expected {expected.ToJsonString()}");
        var differences = Differences(expected, actual).Take(ShownDifferences + 1).ToList();
        if (differences.Count == 0)
            return;

        var more = differences.Count > ShownDifferences ? "\n  …" : "";
        throw new XunitException($"The items differ:\n  {string.Join("\n  ", differences.Take(ShownDifferences))}{more}");
    }
}
