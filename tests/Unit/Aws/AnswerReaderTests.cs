using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class AnswerReaderTests
{
    private const string Consumed =
        """{"TableName":"t","CapacityUnits":7.5,"Table":{"CapacityUnits":3.0},"GlobalSecondaryIndexes":{"CapacityUnits":{"CapacityUnits":4.5}}}""";

    [Theory]
    [InlineData("""{"Items":[{"PK":{"S":"a"}},{"PK":{"S":"b"},"n":{"N":"1"}}],"Count":2,"ScannedCount":2,"LastEvaluatedKey":{"PK": {"S":"b"}},"ConsumedCapacity":CONSUMED}""")]
    [InlineData("""{ "ConsumedCapacity" : CONSUMED , "LastEvaluatedKey":{"PK": {"S":"b"}}, "Unknown":{"Items":[{"PK":{"S":"no"}}]}, "Items" : [ {"PK":{"S":"a"}} , {"PK":{"S":"b"},"n":{"N":"1"}} ] }""")]
    public void AScanPageIsReadInAnyOrderOfItsMembers(string answer)
    {
        using var page = AnswerReader.ReadScan(Block(answer), out var consumed);
        Assert.Equal(["""{"PK":{"S":"a"}}""", """{"PK":{"S":"b"},"n":{"N":"1"}}"""], Texts(page.Items));
        Assert.Equal("""{"PK": {"S":"b"}}""", ItemText.Text(page.LastEvaluatedKey));
        Assert.Equal(7.5, consumed);
        Assert.Equal(1, page.Items[1].IndexOf("n"u8));
    }

    [Fact]
    public void TheLastPageHasNoKeyAndAnEmptyOneNoItems()
    {
        using var page = AnswerReader.ReadScan(Block("""{"Items":[],"Count":0,"ScannedCount":0}"""), out var consumed);
        Assert.Equal(0, page.Items.Count);
        Assert.Null(page.LastEvaluatedKey);
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void AnItemNamedLikeAMemberOfTheAnswerDoesNotConfuseIt()
    {
        const string tricky = """{"Items":{"L":[{"M":{"LastEvaluatedKey":{"S":"x"}}}]},"ConsumedCapacity":{"M":{"CapacityUnits":{"N":"9"}}}}""";
        using var page = AnswerReader.ReadScan(Block($$"""{"Items":[{{tricky}}]}"""), out var consumed);
        Assert.Equal([tricky], Texts(page.Items));
        Assert.Null(page.LastEvaluatedKey);
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void ManyItemsOfAPageAreAllReadable()
    {
        var items = Enumerable.Range(0, 5000).Select(number => $$$"""{"PK":{"S":"{{{number}}}"},"a":{"N":"{{{number}}}"},"b":{"NULL":true}}""").ToList();
        using var page = AnswerReader.ReadScan(Block($$"""{"Items":[{{string.Join(',', items)}}]}"""), out _);
        Assert.Equal(items, Texts(page.Items));
        Assert.All(page.Items, item => Assert.Equal(2, item.IndexOf("b"u8)));
    }

    [Fact]
    public void ABatchOfItemsComesWithTheKeysThatAreLeft()
    {
        using var block = Block("""{"Responses":{"t":[{"PK":{"S":"a"}},{"PK":{"S":"b"}}]},"UnprocessedKeys":{"t":{"Keys":[ {"PK":{"S":"c"}} ],"ConsistentRead":true}},"ConsumedCapacity":[{"TableName":"t","CapacityUnits":2},{"TableName":"u","CapacityUnits":0.5}]}""");
        var items = AnswerReader.ReadBatchGet(block, out var unprocessed, out var consumed);
        Assert.Equal(["""{"PK":{"S":"a"}}""", """{"PK":{"S":"b"}}"""], Texts(items));
        Assert.Equal("""{"t":{"Keys":[ {"PK":{"S":"c"}} ],"ConsistentRead":true}}""", ItemText.Text(unprocessed));
        Assert.Equal(2.5, consumed);
    }

    [Theory]
    [InlineData("""{"Responses":{"t":[]},"UnprocessedKeys":{}}""")]
    [InlineData("""{"Responses":{"t":[]}}""")]
    [InlineData("""{"UnprocessedKeys":{},"Responses":{}}""")]
    [InlineData("""{"Responses":{"t":[]},"UnprocessedKeys":null}""")]
    public void ABatchWithNothingLeftSaysSo(string answer)
    {
        using var block = Block(answer);
        Assert.Empty(AnswerReader.ReadBatchGet(block, out var unprocessed, out var consumed));
        Assert.Null(unprocessed);
        Assert.Equal(0, consumed);
    }

    [Fact]
    public void StatementsHaveTheirResultsInTheOrderOfTheRequest()
    {
        using var block = Block("""
            {"Responses":[
              {"TableName":"t"},
              {"Error":{"Code":"DuplicateItem","Message":"Duplicate primary key exists in table"},"TableName":"t"},
              {},
              {"TableName":"t","Error":{"Message":"slow \"down\"","Code":"ThrottlingError","Item":{"PK":{"S":"x"}}}},
              {"Error":{}},
              {"TableName":"t","Item":{"Error":{"M":{"Code":{"S":"x"}}}}}
            ],"ConsumedCapacity":[{"TableName":"t","CapacityUnits":25,"WriteCapacityUnits":25},{"CapacityUnits":1}]}
            """);
        var results = AnswerReader.ReadStatements(block, 25, out var consumed);
        Assert.Equal([null, "DuplicateItem", null, "ThrottlingError", "Unknown", null], results.Select(result => result.ErrorCode).ToList());
        Assert.Equal([true, false, true, false, false, true], results.Select(result => result.Succeeded).ToList());
        Assert.Equal("slow \"down\"", results[3].ErrorMessage);
        Assert.Equal(26, consumed);
        Assert.Equal([null, null, null, null, null, """{"Error":{"M":{"Code":{"S":"x"}}}}"""], results.Select(result => result.Item?.ToString()).ToList());
    }

    [Theory]
    [InlineData("""{"ConsumedCapacity":CONSUMED}""", 7.5)]
    [InlineData("""{"Attributes":{"CapacityUnits":{"N":"9"}},"ConsumedCapacity":CONSUMED}""", 7.5)]
    [InlineData("""{"ConsumedCapacity":[CONSUMED,CONSUMED]}""", 15)]
    [InlineData("""{"ConsumedCapacity":[]}""", 0)]
    [InlineData("""{"ConsumedCapacity":null}""", 0)]
    [InlineData("""{"ConsumedCapacity":{"TableName":"t"}}""", 0)]
    [InlineData("{}", 0)]
    public void OnlyTheTotalsOfConsumedCapacityAreSummed(string answer, double expected)
    {
        using var block = Block(answer);
        Assert.Equal(expected, AnswerReader.ReadConsumedOnly(block));
    }

    [Fact]
    public void ADeletedItemComesBackWhole()
    {
        using var block = Block("""{"ConsumedCapacity":CONSUMED,"Attributes":{"PK":{"S":"a"},"m":{"M":{}}}}""");
        Assert.Equal(7.5, AnswerReader.ReadConsumedOnly(block));
        Assert.True(AnswerReader.TryReadAttributes(block, out var item));
        Assert.Equal("""{"PK":{"S":"a"},"m":{"M":{}}}""", item.ToString());
        Assert.Equal(1, item.IndexOf("m"u8));

        using var none = Block("""{"ConsumedCapacity":CONSUMED}""");
        Assert.False(AnswerReader.TryReadAttributes(none, out _));
    }

    [Theory]
    [InlineData("""{"Items":[{"PK":{"S":"a"}}""")]
    [InlineData("""{"Items":[{"PK":"a"}]}""")]
    [InlineData("<html>502</html>")]
    [InlineData("")]
    public void AnAnswerThatIsCutOffOrNoneIsNoEmptyPage(string answer) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => AnswerReader.ReadScan(Block(answer), out _).Dispose());

    private static ItemBlock Block(string answer)
    {
        var block = new ItemBlock();
        block.Append(ItemText.Bytes(answer.Replace("CONSUMED", Consumed, StringComparison.Ordinal)));
        return block;
    }

    private static List<string> Texts(IEnumerable<Item> items) => items.Select(item => item.ToString()).ToList();
}
