using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Unit;

public sealed class SampleTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(20_000)]
    public void GivesExactlyTheCountAskedForWithDistinctKeys(int count) =>
        Assert.Equal(count, TableContents.Of(SampleTable.Items(count, 7, Now, includePrefixed: true)).Count);

    [Fact]
    public void TheSameSeedGivesTheSameItemsAndAnotherSeedOthers()
    {
        var items = SampleTable.Items(500, 3, Now);
        var first = Texts(items);
        Assert.Equal(first, Texts(items));
        Assert.Equal(first, Texts(SampleTable.Items(500, 3, Now)));
        Assert.Equal(first[..80], Texts(SampleTable.Items(80, 3, Now)));
        Assert.NotEqual(first, Texts(SampleTable.Items(500, 4, Now)));
        Assert.NotEqual(first, Texts(SampleTable.Items(500, 3, Now.AddDays(1))));
    }

    [Fact]
    public void EveryItemKeepsToDynamoDbsLimits() =>
        Assert.All(SampleTable.Items(3000, 11, Now, includePrefixed: true), DynamoDbLimits.Check);

    [Fact]
    public void EveryCopyKeepsToDynamoDbsLimits() =>
        Assert.All(SampleTable.Items(3000, 11, Now), item => DynamoDbLimits.Check(ExpectedTable.CopyOf(item, "AAAAAAAAAAA")));

    [Fact]
    public void IsMostlyBucketsAndAuditRecords()
    {
        var items = SampleTable.Items(20_000, 5, Now).ToList();
        var buckets = items.Count(i => Sk(i).StartsWith("#BUCKET#", StringComparison.Ordinal));
        var audits = items.Count(i => Pk(i).StartsWith("AUDIT#", StringComparison.Ordinal));
        Assert.True(buckets > 0.25 * items.Count, $"{buckets} buckets");
        Assert.True(audits > 0.25 * items.Count, $"{audits} audit records");
        Assert.True(buckets + audits > 0.6 * items.Count, $"{buckets} buckets and {audits} audit records");
    }

    /// <summary>Every record of the real table has a generated one with the same attributes and types.</summary>
    [Fact]
    public void RecordsLookLikeTheRealTables()
    {
        var real = FixtureTable.Items().Select(Shape).ToHashSet(StringComparer.Ordinal);
        var made = SampleTable.Items(20_000, 5, Now).Select(Shape).ToHashSet(StringComparer.Ordinal);
        Assert.All(real, shape => Assert.Contains(shape, made));
    }

    [Fact]
    public void PrefixedKeysComeOnlyWhenAskedFor()
    {
        Assert.All(SampleTable.Items(2000, 1, Now), item => Assert.True(ExpectedTable.IsUnprefixed(Pk(item)), Pk(item)));
        var prefixed = SampleTable.Items(SampleTable.LeastCompleteCount, 1, Now, includePrefixed: true)
            .Select(Pk).Where(pk => !ExpectedTable.IsUnprefixed(pk)).ToList();
        Assert.Equal(["zz9/ENTITY#x", "zz9/AUDIT#x", "no-hash/but-a-slash"], prefixed);
    }

    [Fact]
    public void TheTableRequestIsTheRealTables()
    {
        var real = FixtureTable.CreateTableRequest("t");
        Assert.True(JsonNode.DeepEquals(real, SampleTable.CreateTableRequestJson("t")));
        var upgraded = SampleTable.CreateTableRequestJson("t", withGsi4: true);
        Assert.Equal(4, upgraded["GlobalSecondaryIndexes"]!.AsArray().Count);
        Assert.Equal(10, upgraded["AttributeDefinitions"]!.AsArray().Count);
        Assert.False(SampleTable.CreateTableRequestJson("t", withStream: false).ContainsKey("StreamSpecification"));
    }

    private static string Pk(JsonObject item) => item["PK"]!["S"]!.GetValue<string>();

    private static string Sk(JsonObject item) => item["SK"]!["S"]!.GetValue<string>();

    private static List<string> Texts(IEnumerable<JsonObject> items) => items.Select(i => i.ToJsonString()).ToList();

    /// <summary>Family, record, and the names and types of the attributes; a resource or a limit in a name is left out.</summary>
    private static string Shape(JsonObject item)
    {
        var record = string.Join('#', Sk(item).Split('#').Take(2));
        IEnumerable<string> attributes = record == "#ENTITY_CONFIG_RESOURCES" ? [] : item
            .Select(a => $"{a.Key}:{a.Value!.AsObject().Single().Key}")
            .Where(a => !a.StartsWith("b_tpm", StringComparison.Ordinal) && !a.StartsWith("l_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return $"{Pk(item).Split('#')[0]} {record} {string.Join(' ', attributes)}";
    }
}
