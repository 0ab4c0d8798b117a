using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>25 items go in one request; what a statement cannot hold goes in a request of its own.</summary>
public sealed class ItemShapeTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int LongestStatement = 8192;

    [Fact]
    public async Task OnlyAnItemTooWideForAStatementIsPutAlone()
    {
        var wide = ItemJson.Wide("ENTITY#wide");
        await using var table = await MigratingTable.CreateAsync(engine, [wide, .. ItemJson.Plain(99)]);
        var before = await table.ContentsAsync();
        table.Proxy.Log.KeepRequests = true;

        await table.CopyAllAsync();

        Assert.Equal("a7x3kq/ENTITY#wide", PutKeys(table));
        Assert.Equal(99, Statements(table).Count);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task OfTheSampleOnlyItemsThatNoStatementCanNameArePutAlone()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(600, 6));
        table.Proxy.Log.KeepRequests = true;

        await table.CopyAllAsync();

        // 400 attributes; names with quotes, backslashes and tabs, which PartiQL's grammar leaves in doubt.
        Assert.Equal("a7x3kq/ENTITY#attribute-names a7x3kq/ENTITY#wide a7x3kq/SYSTEM#", PutKeys(table));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(310)]
    [InlineData(320)]
    [InlineData(330)]
    [InlineData(340)]
    [InlineData(350)]
    public async Task NoStatementIsLongerThanDynamoDbTakes(int attributes)
    {
        var item = ItemJson.Wide("ENTITY#nearly", attributes);
        await using var table = await MigratingTable.CreateAsync(engine, [item, .. ItemJson.Plain(3)]);
        table.Proxy.Log.KeepRequests = true;

        await table.CopyAllAsync();

        var statements = Statements(table);
        Assert.Equal(4, statements.Count + table.Proxy.Log.Count("PutItem"));
        Assert.All(statements, statement => Assert.InRange(statement.Length, 1, LongestStatement));
        Assert.NotNull(await table.GetCopyAsync(item));
    }

    [Fact]
    public async Task ABatchHasAtMost25StatementsAndNearlyAllHaveThatMany()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1000));
        table.Proxy.Log.KeepRequests = true;

        await table.CopyAllAsync();

        var sizes = table.Proxy.Log.Requests.Where(r => r.Operation == "BatchExecuteStatement")
            .Select(r => r.Json()["Statements"]!.AsArray().Count).ToList();
        Assert.Equal(1000, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 1, 25));
        Assert.True(sizes.Count <= 50, $"1,000 items took {sizes.Count} requests.");
    }

    [Fact]
    public async Task ManyLargeItemsAreCopied()
    {
        var items = Enumerable.Range(0, 12).Select(i => ItemJson.Of($"ENTITY#large-{i}", "#META",
            ("text", ItemJson.S(new string((char)('a' + i), 380_000))))).ToList();
        await using var table = await MigratingTable.CreateAsync(engine, items);
        var before = await table.ContentsAsync();

        var result = await table.CopyAllAsync();

        Assert.Equal(12, result.Written);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task OddNamesAndValuesSurviveEveryWay()
    {
        JsonObject[] items =
        [
            ItemJson.Of("ENTITY#o'brien \"x\" \\ \u0001", "#META", ("it's", ItemJson.S("'")), ("?", ItemJson.S("?"))),
            ItemJson.Of("ENTITY#日本/🚀", "#META", ("имя", ItemJson.S("\u2028\u0000\t")), ("SELECT", ItemJson.Null())),
            ItemJson.Of("SYSTEM#", "#VERSIONS", ("n", ItemJson.Value("""{"N":"1E-130"}"""))),
            ItemJson.Of("no-separator", "x", ("GSI1PK", ItemJson.S("a/b#c")), ("GSI1SK", ItemJson.S("s"))),
        ];
        await using var table = await MigratingTable.CreateAsync(engine, items);
        var before = await table.ContentsAsync();

        await table.CopyAllAsync();

        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    private static string PutKeys(MigratingTable table) => string.Join(' ', table.Proxy.Log.Requests
        .Where(r => r.Operation == "PutItem").Select(r => r.Json()["Item"]!.AsObject().Text("PK")).Order(StringComparer.Ordinal));

    private static List<string> Statements(MigratingTable table) => table.Proxy.Log.Requests
        .Where(r => r.Operation == "BatchExecuteStatement")
        .SelectMany(r => r.Json()["Statements"]!.AsArray().Select(s => s!["Statement"]!.GetValue<string>())).ToList();
}
