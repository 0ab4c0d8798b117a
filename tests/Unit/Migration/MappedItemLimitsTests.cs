using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class MappedItemLimitsTests
{
    [Theory]
    [InlineData("PK", 2048, "the table's")]
    [InlineData("SK", 1024, "the table's")]
    [InlineData("GSI1PK", 2048, "index GSI1's")]
    [InlineData("GSI1SK", 1024, "index GSI1's")]
    [InlineData("GSI4PK", 2048, "index GSI4's")]
    [InlineData("GSI4SK", 1024, "index GSI4's")]
    public void AKeyMayBeAsLongAsItsLimitAndNotAByteLonger(string name, int limit, string whose)
    {
        foreach (var character in new[] { "x", "é", "用", "🚀" })
        {
            var atLimit = OfBytes(character, limit);
            Assert.Null(Problem($"\"{name}\":{{\"S\":\"{atLimit}\"}}"));
            Assert.Equal(
                $"{whose} key attribute '{name}' would be {limit + 1} bytes, and DynamoDB takes at most {limit}",
                Problem($"\"{name}\":{{\"S\":\"{atLimit}y\"}}"));
        }
    }

    [Fact]
    public void EscapesDoNotMakeAKeyLonger()
    {
        Assert.Null(Problem($"\"PK\":{{\"S\":\"{string.Concat(Enumerable.Repeat("\\u0041", 2048))}\"}}"));
        Assert.Null(Problem($"\"SK\":{{\"S\":\"{string.Concat(Enumerable.Repeat("\\\"", 1024))}\"}}"));
        Assert.Contains("1025 bytes", Problem($"\"SK\":{{\"S\":\"{string.Concat(Enumerable.Repeat("\\\"", 1025))}\"}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAttributeThatIsNoKeyMayBeLong() => Assert.Null(Problem($"\"note\":{{\"S\":\"{new string('x', 100_000)}\"}}"));

    /// <summary>A binary key counts by its bytes, of which base64 makes a third more.</summary>
    [Theory]
    [InlineData(1024, true)]
    [InlineData(900, true)]
    [InlineData(1025, false)]
    public void ABinaryKeyIsCountedByItsBytes(int bytes, bool fits)
    {
        var table = TestTables.Table(
            TestTables.Key(("PK", AttributeType.S), ("SK", AttributeType.B)), TestTables.Index("I", TestTables.Key(("PK", AttributeType.S), ("data", AttributeType.B))));
        foreach (var name in new[] { "SK", "data" })
        {
            var problem = Limits(table).FindProblem(ItemText.Parse($$$"""{"PK":{"S":"p"},"{{{name}}}":{"B":"{{{Convert.ToBase64String(new byte[bytes])}}}"}}"""));
            Assert.Equal(fits, problem is null);
        }
    }

    [Theory]
    [InlineData(ItemSize.Maximum, true)]
    [InlineData(ItemSize.Maximum + 1, false)]
    public void AnItemMayHave400KilobytesAndNotAByteMore(int size, bool fits)
    {
        var text = new string('x', size - "PK".Length - "p".Length - "SK".Length - "s".Length - "note".Length);
        var problem = Problem($"\"PK\":{{\"S\":\"p\"}},\"SK\":{{\"S\":\"s\"}},\"note\":{{\"S\":\"{text}\"}}");
        Assert.Equal(fits ? null : "the new item would be 409601 bytes, and DynamoDB takes at most 409600", problem);
    }

    [Fact]
    public void TheJsonMayBeLongerThanTheItem() =>
        Assert.Null(Problem($"\"note\":{{\"S\":\"{string.Concat(Enumerable.Repeat("\\u0041", 200_000))}\"}}"));

    [Fact]
    public void ATableWithoutASortKeyHasNoneToMeasure() => Assert.Null(
        Limits(TestTables.Table(TestTables.TextKey("PK", null))).FindProblem(ItemText.Parse($$$"""{"PK":{"S":"p"},"SK":{"S":"{{{new string('x', 5000)}}}"}}""")));

    /// <summary>An index that is added later leaves out what is too long for it, and says nothing.</summary>
    [Fact]
    public void AnIndexThatTheMappingExpectsLimitsItsKeysBeforeItIsThere()
    {
        var limits = Limits(TestTables.Table(TestTables.TextKey("PK", "SK")));
        Assert.Null(limits.FindProblem(ItemText.Parse($$$"""{"PK":{"S":"p"},"SK":{"S":"s"},"GSI4PK":{"S":"ns"},"GSI4SK":{"S":"{{{new string('x', 1024)}}}"}}""")));
        Assert.Equal(
            "the expected index GSI4's key attribute 'GSI4SK' would be 1025 bytes, and DynamoDB takes at most 1024",
            limits.FindProblem(ItemText.Parse($$$"""{"PK":{"S":"p"},"SK":{"S":"s"},"GSI4PK":{"S":"ns"},"GSI4SK":{"S":"{{{new string('x', 1025)}}}"}}""")));
    }

    [Fact]
    public void TheLimitsAreDynamoDbs()
    {
        Assert.Equal((2048, 1024), (KeySchema.MaximumPartitionKeyBytes, KeySchema.MaximumSortKeyBytes));
        Assert.Equal(400 * 1024, ItemSize.Maximum);
    }

    private static string? Problem(string members) => Limits(TestTables.Limits).FindProblem(ItemText.Parse($"{{{members}}}"));

    private static MappedItemLimits Limits(TableDescriptor table) => new(table, MappingText.ShippedFor("ns"));

    private static string OfBytes(string character, int bytes)
    {
        var width = ItemText.Bytes(character).Length;
        return new string('a', bytes % width) + string.Concat(Enumerable.Repeat(character, bytes / width));
    }
}
