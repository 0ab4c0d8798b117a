using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class StatementTextTests
{
    private static readonly string LongestTable = new('t', 255);

    [Theory]
    [InlineData("""{"PK":{"S":"p"}}""", """INSERT INTO "limits" VALUE {'PK': ?}""")]
    [InlineData("""{"PK":{"S":"p"},"SK":{"S":"s"},"n":{"N":"1.0"}}""", """INSERT INTO "limits" VALUE {'PK': ?, 'SK': ?, 'n': ?}""")]
    [InlineData("""{"it's":{"S":"p"},"''":{"S":"x"},"'":{"S":"y"}}""", """INSERT INTO "limits" VALUE {'it''s': ?, '''''': ?, '''': ?}""")]
    [InlineData("""{"имя-名前-🚀":{"S":"p"},"a.b[0]":{"S":""},"#x":{"NULL":true}," ":{"S":""}}""", """INSERT INTO "limits" VALUE {'имя-名前-🚀': ?, 'a.b[0]': ?, '#x': ?, ' ': ?}""")]
    public void AnInsertNamesEachAttributeAndHasItsValueAsAParameter(string json, string statement)
    {
        var item = ItemText.Parse(json);
        var written = Insert(item);
        Assert.Equal(statement, written["Statement"]!.GetValue<string>());
        Assert.Equal(ItemText.Json(item).Select(attribute => attribute.Value!.ToJsonString()).ToList(), Parameters(written));
    }

    [Theory]
    [InlineData("""{"PK":{"S":"p"}}""", "", """DELETE FROM "limits" WHERE "PK" = ? RETURNING ALL OLD *""")]
    [InlineData("""{"PK":{"S":"p"},"it's":{"NULL":true}}""", "", """DELETE FROM "limits" WHERE "PK" = ? AND "it's" = ? RETURNING ALL OLD *""")]
    [InlineData("""{"PK":{"S":"p"},"SK":{"S":"s"}}""", "rf,GSI4PK,имя🚀", """DELETE FROM "limits" WHERE "PK" = ? AND "SK" = ? AND "rf" IS MISSING AND "GSI4PK" IS MISSING AND "имя🚀" IS MISSING RETURNING ALL OLD *""")]
    public void ADeleteNamesWhatIsThereAndWhatIsNotAndAsksWhatItDeleted(string json, string absent, string statement)
    {
        var item = ItemText.Parse(json);
        var written = Delete(item, absent.Length == 0 ? [] : absent.Split(','));
        Assert.Equal(statement, written["Statement"]!.GetValue<string>());
        Assert.Equal(ItemText.Json(item).Select(attribute => attribute.Value!.ToJsonString()).ToList(), Parameters(written));
    }

    [Fact]
    public void TheParametersAreTheItemsOwnBytes()
    {
        using var body = new ItemBlock();
        new InsertStatements("limits").Write(body, ItemText.Parse("""{"a":{ "N" : "1.00" },"b":{"S":"\u0041\/"}}"""));
        Assert.EndsWith("""
            ,"Parameters":[{ "N" : "1.00" },{"S":"\u0041\/"}]}
            """, ItemText.Text(body.Written.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a\"b":{"S":"x"}}""")]
    [InlineData("""{"a\\b":{"S":"x"}}""")]
    [InlineData("""{"PK":{"S":"x"},"\u0041":{"S":"x"}}""")]
    [InlineData("""{"PK":{"S":"x"},"tab\t":{"S":"x"}}""")]
    public void ANameThatJsonEscapesIsNotPutIntoAStatement(string json)
    {
        Assert.False(StatementText.CanName(ItemText.Parse(json), StatementText.InsertExtra));
        Assert.True(StatementText.CanName(ItemText.Parse("""{"PK":{"S":"a\"b\\"}}"""), StatementText.InsertExtra));
    }

    [Fact]
    public void AStatementIsWrittenOnlyIfDynamoDbTakesItsLength() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var random = new Random(seed);
        var item = Wide(1 + random.Next(500), 1 + random.Next(40), "x'é".Substring(random.Next(3), 1));
        if (StatementText.CanName(item, StatementText.InsertExtra))
            Assert.InRange(Length(Insert(item, LongestTable)), 1, StatementText.MaximumLength);
        if (StatementText.CanName(item, StatementText.DeleteExtra))
            Assert.InRange(Length(Delete(item, [], LongestTable)), 1, StatementText.MaximumLength);
    });

    [Theory]
    [InlineData(7, 205, true)]
    [InlineData(7, 206, false)]
    [InlineData(20, 151, true)]
    [InlineData(20, 152, false)]
    public void ItemsAreTooWideFromACertainNumberOfAttributesOn(int extra, int attributes, bool fits) =>
        Assert.Equal(fits, StatementText.CanName(Wide(attributes, 30, "x"), extra));

    [Fact]
    public void QuotesInNamesCountTwice()
    {
        Assert.True(StatementText.CanName(Wide(100, 60, "x"), StatementText.InsertExtra));
        Assert.False(StatementText.CanName(Wide(100, 60, "'"), StatementText.InsertExtra));
    }

    /// <summary>Whatever DynamoDB reads out of the statement is the item that was meant.</summary>
    [Fact]
    public void AnInsertReadBackIsTheItem() => Properties.ForAll(ItemGenerator.Items, item =>
    {
        foreach (var name in item.Select(attribute => attribute.Key).Where(name => name.Any(character => character is '"' or '\\' or < ' ')).ToList())
            item.Remove(name);
        item["it's"] = new JsonObject { ["S"] = "always there" };
        var source = ItemText.Of(item);
        var written = Insert(source);
        var statement = written["Statement"]!.GetValue<string>();
        Assert.StartsWith("INSERT INTO \"limits\" VALUE {", statement, StringComparison.Ordinal);
        var names = QuotedNames(statement["INSERT INTO \"limits\" VALUE {".Length..]);
        var read = new JsonObject(names.Zip(written["Parameters"]!.AsArray()).Select(pair => KeyValuePair.Create(pair.First, (JsonNode?)pair.Second!.DeepClone())));
        ItemAssert.Equal(item, read);
    });

    private static JsonObject Insert(in Item item, string table = "limits")
    {
        using var body = new ItemBlock();
        new InsertStatements(table).Write(body, item);
        return ItemText.Plain(body);
    }

    private static JsonObject Delete(in Item item, IReadOnlyList<string> absent, string table = "limits")
    {
        using var body = new ItemBlock();
        StatementText.WriteDelete(body, table, item, absent);
        return ItemText.Plain(body);
    }

    private static List<string> Parameters(JsonObject written) => written["Parameters"]!.AsArray().Select(value => value!.ToJsonString()).ToList();

    private static int Length(JsonObject written) => written["Statement"]!.GetValue<string>().Length;

    private static Item Wide(int attributes, int nameLength, string character) => ItemText.Parse(
        $"{{{string.Join(',', Enumerable.Range(0, attributes).Select(number => $"\"{number}{string.Concat(Enumerable.Repeat(character, Math.Max(0, nameLength - $"{number}".Length)))}\":{{\"N\":\"1\"}}"))}}}");

    /// <summary>Reads <c>'name': ?, 'it''s': ?}</c>.</summary>
    private static List<string> QuotedNames(string text)
    {
        var names = new List<string>();
        for (var at = 0; text[at] != '}'; at++)
        {
            if (text[at] != '\'')
                continue;
            var name = new StringBuilder();
            for (at++; text[at] != '\'' || text[at + 1] == '\''; at++)
            {
                name.Append(text[at]);
                if (text[at] == '\'')
                    at++;
            }

            names.Add(name.ToString());
        }

        return names;
    }
}
