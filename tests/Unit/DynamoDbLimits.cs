using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Unit;

/// <summary>
/// DynamoDB's rules for an item, from its developer guide ("Quotas", "Supported data types", "Item sizes and formats").
/// </summary>
internal static class DynamoDbLimits
{
    public const int ItemBytes = 400 * 1024;
    private const int PartitionKeyBytes = 2048;
    private const int SortKeyBytes = 1024;
    private const int NestingLevels = 32;

    private static readonly string[] IndexKeys =
        ["GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "GSI3PK", "GSI3SK", "GSI4PK", "GSI4SK"];

    public static void Check(JsonObject item)
    {
        Assert.InRange(KeyBytes(item, "PK"), 1, PartitionKeyBytes);
        Assert.InRange(KeyBytes(item, "SK"), 1, SortKeyBytes);
        foreach (var name in IndexKeys.Where(item.ContainsKey))
            Assert.InRange(KeyBytes(item, name), 1, name.EndsWith("PK", StringComparison.Ordinal) ? PartitionKeyBytes : SortKeyBytes);

        Assert.All(item, attribute => Assert.InRange(Encoding.UTF8.GetByteCount(attribute.Key), 1, 65_535));
        Assert.InRange(Size(item), 1, ItemBytes);
        foreach (var (_, value) in item)
            CheckValue(value!.AsObject(), 1);
    }

    /// <summary>The item's size as it counts towards the limit: names and values in UTF-8, numbers about half a byte a digit.</summary>
    public static int Size(JsonObject item) =>
        item.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + ValueSize(attribute.Value!.AsObject()));

    private static int KeyBytes(JsonObject item, string name) =>
        Encoding.UTF8.GetByteCount(item[name]!["S"]!.GetValue<string>());

    private static int ValueSize(JsonObject value)
    {
        var (type, content) = value.Single();
        return type switch
        {
            "S" => Encoding.UTF8.GetByteCount(content!.GetValue<string>()),
            "N" => content!.GetValue<string>().Length / 2 + 2,
            "B" => Convert.FromBase64String(content!.GetValue<string>()).Length,
            "BOOL" or "NULL" => 1,
            "SS" or "NS" or "BS" => content!.AsArray().Sum(e => ValueSize(new JsonObject { [type[..1]] = e!.DeepClone() })),
            "L" => 3 + content!.AsArray().Sum(e => 1 + ValueSize(e!.AsObject())),
            "M" => 3 + content!.AsObject().Count + Size(content!.AsObject()),
            _ => throw new NotSupportedException(type),
        };
    }

    private static void CheckValue(JsonObject value, int level)
    {
        Assert.InRange(level, 1, NestingLevels);
        var (type, content) = value.Single();
        switch (type)
        {
            case "N":
                CheckNumber(content!.GetValue<string>());
                break;
            case "NS":
                var numbers = content!.AsArray().Select(n => n!.GetValue<string>()).ToList();
                Assert.All(numbers, CheckNumber);
                CheckSet(numbers.Select(n => ExactNumber.Parse(n).ToString()));
                break;
            case "SS" or "BS":
                CheckSet(content!.AsArray().Select(e => e!.GetValue<string>()));
                break;
            case "L":
                Assert.All(content!.AsArray(), e => CheckValue(e!.AsObject(), level + 1));
                break;
            case "M":
                Assert.All(content!.AsObject(), member => CheckValue(member.Value!.AsObject(), level + 1));
                break;
            case "NULL":
                Assert.True(content!.GetValue<bool>());
                break;
        }
    }

    private static void CheckSet(IEnumerable<string> elements)
    {
        var list = elements.ToList();
        Assert.NotEmpty(list);
        Assert.Equal(list.Count, list.Distinct(StringComparer.Ordinal).Count());
    }

    private static void CheckNumber(string text)
    {
        var number = ExactNumber.Parse(text);
        if (number.Mantissa.IsZero)
            return;
        var digits = System.Numerics.BigInteger.Abs(number.Mantissa).ToString(CultureInfo.InvariantCulture).Length;
        Assert.InRange(digits, 1, 38);
        Assert.InRange(number.Exponent + digits - 1, -130, 125);
    }
}
