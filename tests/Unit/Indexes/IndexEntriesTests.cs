using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Indexes;

/// <summary>What an index holds of an item.</summary>
public sealed class IndexEntriesTests
{
    private static readonly KeySchema TableKey = new(new KeyAttribute("PK", AttributeType.S), new KeyAttribute("SK", AttributeType.S));
    private static readonly KeySchema IndexKey = new(new KeyAttribute("g", AttributeType.S), new KeyAttribute("SK", AttributeType.S));

    [Theory]
    [InlineData("""{"S":"x"}""", true, true)]
    [InlineData("""{"S":""}""", false, true)]
    [InlineData("""{"N":"1"}""", false, true)]
    [InlineData("""{"NULL":true}""", false, true)]
    [InlineData(null, false, false)]
    public void AnItemIsInItByItsKeyAttributes(string? value, bool isExpected, bool hasKey)
    {
        using var block = new ItemBlock();
        var item = Parse($$"""{"PK":{"S":"p"},"SK":{"S":"s"}{{(value is null ? "" : $",\"g\":{value}")}}}""", block);
        var entries = Entries(IndexProjection.KeysOnly);

        Assert.Equal((isExpected, hasKey), (entries.IsExpected(item), entries.HasKey(item)));
    }

    [Theory]
    [InlineData("S", 2048, true)]
    [InlineData("S", 2049, false)]
    [InlineData("B", 2048, true)]
    [InlineData("B", 2049, false)]
    public void AKeyThatIsTooLongIsInNoIndex(string type, int bytes, bool isExpected)
    {
        using var block = new ItemBlock();
        var text = type == "S" ? new string('x', bytes) : Convert.ToBase64String(new byte[bytes]);
        var item = Parse($$$"""{"PK":{"S":"p"},"SK":{"S":"s"},"g":{"{{{type}}}":"{{{text}}}"}}""", block);
        var key = new KeySchema(new KeyAttribute("g", type == "S" ? AttributeType.S : AttributeType.B), null);

        Assert.Equal(isExpected, new IndexEntries(TableKey, Index(key, IndexProjection.All), keysOnly: false).IsExpected(item));
    }

    [Fact]
    public void EscapesAndLettersOfSeveralBytesCountAsTheyAre()
    {
        using var block = new ItemBlock();
        var entries = Entries(IndexProjection.All);
        // 1,024 characters of six bytes in JSON and of one byte else, and 683 of three.
        Assert.True(entries.IsExpected(Parse($$$"""{"PK":{"S":"p"},"g":{"S":"g"},"SK":{"S":"{{{string.Concat(Enumerable.Repeat("\\u0041", 1024))}}}"}}""", block)));
        Assert.False(entries.IsExpected(Parse($$$"""{"PK":{"S":"p"},"g":{"S":"g"},"SK":{"S":"{{{string.Concat(Enumerable.Repeat("€", 342))}}}"}}""", block)));
    }

    [Theory]
    [InlineData(IndexProjection.KeysOnly, false, """{"PK":{"S":"p"},"SK":{"S":"s"},"g":{"S":"x"}}""")]
    [InlineData(IndexProjection.Include, false, """{"PK":{"S":"p"},"SK":{"S":"s"},"g":{"S":"x"},"a\"b":{"N":"1"}}""")]
    [InlineData(IndexProjection.Include, true, """{"PK":{"S":"p"},"SK":{"S":"s"},"g":{"S":"x"}}""")]
    [InlineData(IndexProjection.All, false, """{"other":{"L":[]},"a\u0022b":{"N":"1"},"g":{"S":"x"},"SK":{"S":"s"},"PK":{"S":"p"}}""")]
    public void TheProjectionIsTaken(string type, bool keysOnly, string expected)
    {
        using var block = new ItemBlock();
        var item = Parse("""{"other":{"L":[]},"a\u0022b":{"N":"1"},"g":{"S":"x"},"SK":{"S":"s"},"PK":{"S":"p"}}""", block);
        var entries = new IndexEntries(TableKey, Index(IndexKey, type), keysOnly);

        Assert.True(new ItemComparison().AreEqual(Parse(expected, block), entries.Project(item, block)), $"{entries.Project(item, block)}");
    }

    [Fact]
    public void ALedgerTellsWhatHasNoEqual()
    {
        using var ledger = new IndexLedger(0);
        var keys = Enumerable.Range(0, 40_000).Select(i => System.Text.Encoding.UTF8.GetBytes($"{{\"PK\":{{\"S\":\"item {i}\"}}}}")).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            var key = CanonicalItem.Digest(keys[i]);
            if (i != 3)
                ledger.Add(isEntry: false, key, (UInt128)i, keys[i]);
            if (i != 5)
                ledger.Add(isEntry: true, key, (UInt128)(i == 7 ? 0 : i), keys[i]);
            // A second entry of the same item, and the same entry once more.
            if (i is 9 or 11)
                ledger.Add(isEntry: true, key, (UInt128)(i == 9 ? 99 : i), keys[i]);
        }

        var found = ledger.Mismatches(CancellationToken.None).Select(one => (Number(one.Any), one.Item is not null, one.Entry is not null)).Order().ToList();

        Assert.Equal([(3, false, true), (5, true, false), (7, true, true), (9, true, true)], found);
    }

    private static int Number(byte[] key) => int.Parse(System.Text.Encoding.UTF8.GetString(key).Split(' ', '"')[^2], System.Globalization.CultureInfo.InvariantCulture);

    private static IndexEntries Entries(string type) => new(TableKey, Index(IndexKey, type), keysOnly: false);

    private static IndexDescription Index(KeySchema key, string type) => new("index", key, type, type == IndexProjection.Include ? ["a\"b"] : [], "ACTIVE", IsLocal: false);

    private static Item Parse(string json, ItemBlock block) => ItemReader.Parse(System.Text.Encoding.UTF8.GetBytes(json), block);
}
