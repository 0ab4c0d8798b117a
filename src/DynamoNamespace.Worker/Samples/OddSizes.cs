using System.Text;
using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>Items too big or too wide for the usual request.</summary>
internal static class OddSizes
{
    public static IEnumerable<JsonObject> Items(SampleSource source) => [Big(source), Wide(source)];

    /// <summary>300 KB, of the 400 KB that an item may have.</summary>
    private static JsonObject Big(SampleSource source)
    {
        var text = new StringBuilder(230_000);
        while (text.Length < 220_000)
            text.Append($"{source.Random.NextUInt64():x16} \"quoted\" \\ ");
        return Item(
            ("PK", S("ENTITY#big")),
            ("SK", S("#META")),
            ("blob", B(source.Random.Bytes(300_000 - text.Length))),
            ("text", S(text.ToString())));
    }

    /// <summary>
    /// So many attributes that naming them all in one PartiQL statement would pass its 8,192 characters.
    /// </summary>
    private static JsonObject Wide(SampleSource source)
    {
        var item = Item(("PK", S("ENTITY#wide")), ("SK", S("#META")));
        for (var i = 0; i < 400; i++)
            item.Add($"monthly_requests_of_day_{i:0000}", N(source.Random.Between(0, 1_000_000)));
        return item;
    }
}
