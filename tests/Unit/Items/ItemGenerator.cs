using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Random items of every attribute type, within DynamoDB's rules, shrinking by one attribute at a time.</summary>
internal static class ItemGenerator
{
    private const int MaximumDepth = 3;

    private static readonly string[] Pieces =
    [
        "a", "B", "0", " ", "/", "#", "'", "\"", "\\", "\n", "\t", "\u0001", "\u007f", "é", "ß", "用", "🚀", "\u2028", "\uffee", "$", "{", "}", ".",
    ];

    public static Gen<string> Texts { get; } = UpTo(Gen.Elements(Pieces), 9).Select(string.Concat);

    public static Gen<string> Names { get; } = Texts.Select(text => text.Length == 0 ? "n" : text);

    public static Gen<byte[]> Binaries { get; } = UpTo(Gen.Choose(0, 255).Select(value => (byte)value), 9);

    /// <summary>Numbers of up to 38 digits and exponents as far as DynamoDB goes, zero and small integers often among them.</summary>
    public static Gen<string> Numbers { get; } = Gen.Frequency(
        (2, Gen.Elements("0", "1", "-1", "10", "100", "0.1", "-0.5")),
        (2, Gen.Choose(-100_000, 100_000).Select(number => number.ToString(CultureInfo.InvariantCulture))),
        (3, from digits in UpTo(Gen.Choose(0, 9), 38)
            from exponent in Gen.Choose(-120, 80)
            from sign in Gen.Elements("", "-")
            select $"{sign}{(digits.Length == 0 ? "7" : string.Concat(digits))}E{exponent}"),
        (1, Gen.Elements(
            "9.9999999999999999999999999999999999999E+125", "1E-130",
            "12345678901234567890123456789012345678", "-12345678901234567890123456789012345679")));

    public static Gen<string> Values { get; } = ValueAt(0);

    public static Arbitrary<JsonObject> Items { get; } = Arb.From(UpTo(Members(Values), 10).Select(ToItem), Shrink);

    /// <summary>Items that have these attributes among others, each of them a text.</summary>
    public static Arbitrary<JsonObject> ItemsWith(params (string Name, Gen<string> Texts)[] attributes)
    {
        var required = Gen.CollectToArray(attributes.Select(attribute => attribute.Texts.Select(text => (attribute.Name, Value: $"{{\"S\":{Quote(text)}}}"))));
        var names = attributes.Select(attribute => attribute.Name).ToHashSet(StringComparer.Ordinal);
        return Arb.From(
            from own in required
            from others in UpTo(Members(Values), 6)
            from order in Properties.Seeds.Generator
            select ToItem(Shuffle([.. own, .. others.Where(member => !names.Contains(member.Name))], order)));
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    public static T[] Shuffle<T>(T[] elements, int seed)
    {
        new Random(seed).Shuffle(elements);
        return elements;
    }

    private static Gen<(string Name, string Value)> Members(Gen<string> values) =>
        from name in Names
        from value in values
        select (name, value);

    private static JsonObject ToItem(IEnumerable<(string Name, string Value)> members) => DynamoJson.Parse(ToJson(members));

    private static string ToJson(IEnumerable<(string Name, string Value)> members) =>
        $"{{{string.Join(',', members.DistinctBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{Quote(member.Name)}:{member.Value}"))}}}";

    private static IEnumerable<JsonObject> Shrink(JsonObject item)
    {
        foreach (var name in item.Select(attribute => attribute.Key).ToList())
        {
            var smaller = (JsonObject)item.DeepClone();
            smaller.Remove(name);
            yield return smaller;
        }
    }

    private static Gen<string> ValueAt(int depth)
    {
        (int, Gen<string>)[] scalars =
        [
            (4, Texts.Select(text => $"{{\"S\":{Quote(text)}}}")),
            (4, Numbers.Select(number => $"{{\"N\":\"{number}\"}}")),
            (2, Binaries.Select(bytes => $"{{\"B\":\"{Convert.ToBase64String(bytes)}\"}}")),
            (2, Gen.Elements("{\"BOOL\":true}", "{\"BOOL\":false}", "{\"NULL\":true}")),
            (1, SetOf(Texts, Quote, text => text).Select(set => $"{{\"SS\":{set}}}")),
            (1, SetOf(Numbers, number => $"\"{number}\"", number => ExactNumber.Parse(number).ToString()).Select(set => $"{{\"NS\":{set}}}")),
            (1, SetOf(Binaries, bytes => $"\"{Convert.ToBase64String(bytes)}\"", Convert.ToBase64String).Select(set => $"{{\"BS\":{set}}}")),
        ];
        if (depth == MaximumDepth)
            return Gen.Frequency(scalars);
        var inner = ValueAt(depth + 1);
        var lists = UpTo(inner, 4).Select(values => $"{{\"L\":[{string.Join(',', values)}]}}");
        var maps = UpTo(Members(inner), 4).Select(members => $"{{\"M\":{ToJson(members)}}}");
        return Gen.Frequency([.. scalars, (2, lists), (2, maps)]);
    }

    /// <summary>Sets have at least one element and none twice.</summary>
    private static Gen<string> SetOf<T>(Gen<T> elements, Func<T, string> write, Func<T, string> identity) =>
        from first in elements
        from more in UpTo(elements, 4)
        select $"[{string.Join(',', more.Append(first).DistinctBy(identity, StringComparer.Ordinal).Select(write))}]";

    private static Gen<T[]> UpTo<T>(Gen<T> elements, int most) => Gen.Choose(0, most).SelectMany(count => Gen.ArrayOf(elements, count));
}
