using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Refusals;

/// <summary>Mapping documents of a user's own: errors are told by their place, and what only the items tell is told item by item.</summary>
public sealed class MappingInputTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ddbns-mapping-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("{ not json", "MappingNotJson", "line 1")]
    [InlineData("""{"format":"dynamonamespace/mapping/9"}""", "MappingInvalid", "format", "dynamonamespace/mapping/9")]
    [InlineData("""{"format":"dynamonamespace/mapping/1","name":"m","key":{"partitionKey":{"name":"PK"}},"rules":[]}""", "MappingInvalid", "rules")]
    [InlineData("""{"format":"dynamonamespace/mapping/1","name":"m","key":{"partitionKey":{"name":"PK"}},"rules":[{"name":"r","match":{"PK":{"pattern":"("}},"set":{"PK":"x"}}]}""", "MappingInvalid", "rules[0].match.PK.pattern", "(")]
    [InlineData("""{"format":"dynamonamespace/mapping/1","name":"m","key":{"partitionKey":{"name":"PK"}},"rules":[{"name":"r","match":{"PK":{"exists":true}},"set":{"PK":"${"}}]}""", "MappingInvalid", "rules[0].set.PK")]
    [InlineData("""{"format":"dynamonamespace/mapping/1","name":"m","key":{"partitionKey":{"name":"PK"}},"ruels":[]}""", "MappingInvalid", "ruels")]
    public async Task AMappingFileWithAnErrorIsRefusedByItsPlace(string text, string errorId, params string[] fragments)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        var path = Write(text);

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { Mapping = path }));

        Assert.Equal((errorId, DdbErrorKind.InvalidArgument, path), (error.ErrorId, error.Kind, error.Target));
        Assert.All([.. fragments, path], fragment => Assert.Contains(fragment, error.Message, StringComparison.Ordinal));
        Assert.Equal(0, table.Proxy.Log.Total);
    }

    [Fact]
    public async Task AMappingThatIsNowhereIsRefusedWithThoseThatThereAre()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { Mapping = "zae-limiter-0.11" }));

        Assert.Equal("MappingNotFound", error.ErrorId);
        Assert.Contains("zae-limiter-0.11", error.Message, StringComparison.Ordinal);
        Assert.Contains("zae-limiter-0.10", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.Proxy.Log.Total);
    }

    [Fact]
    public async Task AMappingWithoutANamespaceNeedsNone()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(40), isRegistered: false);
        var path = Rule("""{"name":"r","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"v2/${PK}"}}""");

        var run = await table.CopyAsync(o => o with { Mapping = path, Delete = true });

        Assert.Null(run.Error);
        Assert.Equal((40L, 40L, null, null), (run.Result.Written, run.Result.Deleted, run.Result.Namespace, run.Result.NamespaceId));
        TableAssert.Equal(TableContents.Of(ItemJson.Plain(40).Select(item => item.With("PK", ItemJson.S("v2/" + item.Text("PK"))))), await table.ContentsAsync());
    }

    [Fact]
    public async Task AnItemThatLacksWhatTheMappingNeedsIsReported()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [.. ItemJson.Plain(5), ItemJson.Of("ENTITY#without", "#META"), ItemJson.Of("ENTITY#wrong", "#META", ("tenant", ItemJson.Null()))], isRegistered: false);
        foreach (var item in ItemJson.Plain(5))
            await table.PutAsync(item.With("tenant", ItemJson.S("t")));
        var path = Rule("""{"name":"by tenant","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"${tenant}/${PK}"}}""");

        var plan = (await table.CopyAsync(o => o with { Mapping = path, DryRun = true })).Result;
        var run = (await table.CopyAsync(o => o with { Mapping = path })).Result;

        Assert.Equal((5L, 2L), (plan.ToWrite, plan.Failed));
        Assert.Equal((7L, 5L, 2L), (run.Candidates, run.Written, run.Failed));
        Assert.Equal("PK=ENTITY#without, SK=#META PK=ENTITY#wrong, SK=#META", string.Join(' ', run.Reports.Select(report => report.SourceKey).Order(StringComparer.Ordinal)));
        Assert.All(run.Reports, report => Assert.Contains("tenant", report.Detail, StringComparison.Ordinal));
        Assert.All(run.Reports, report => Assert.Contains("by tenant", report.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2048, 1, 0)]
    [InlineData(2049, 0, 1)]
    public async Task APartitionKeyMayGetAsLongAsDynamoDbTakes(int bytes, int written, int failed)
    {
        await using var table = await MigratingTable.CreateAsync(engine, [ItemJson.Of("ENTITY#" + new string('k', bytes - "v2/ENTITY#".Length), "#META")], isRegistered: false);
        var path = Rule("""{"name":"r","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"v2/${PK}"}}""");

        var result = (await table.CopyAsync(o => o with { Mapping = path })).Result;

        Assert.Equal((written, failed), (result.Written, result.Failed));
        Assert.All(result.Reports, report => Assert.Contains("2049", report.Detail, StringComparison.Ordinal));
        Assert.Equal(written, table.WriteCalls);
    }

    [Fact]
    public async Task OfTwoItemsWithOneTargetOneIsWrittenAndOneIsAConflict()
    {
        await using var table = await TwoSourcesAsync();
        var path = Rule("""{"name":"r","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"same"}}""");

        var run = await table.CopyAsync(o => o with { Mapping = path, Delete = true });

        Assert.Equal((2L, 1L, 1L, 0L), (run.Result.Candidates, run.Result.Written, run.Result.Conflicts, run.Result.Deleted));
        Assert.Equal("name", string.Join(' ', Assert.Single(run.Result.Reports).Attributes));
        Assert.Equal(3, (await table.ContentsAsync()).Count);
    }

    [Fact]
    public async Task ADryRunTellsOfTwoItemsWithOneTarget()
    {
        await using var table = await TwoSourcesAsync();
        var path = Rule("""{"name":"r","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"same"}}""");

        var plan = (await table.CopyAsync(o => o with { Mapping = path, DryRun = true })).Result;

        Assert.Equal((2L, 1L), (plan.Candidates, plan.ToWrite));
        Assert.Equal(1, plan.Conflicts + plan.Failed);
        Assert.NotEmpty(plan.Reports);
    }

    private Task<MigratingTable> TwoSourcesAsync() => MigratingTable.CreateAsync(engine,
        [ItemJson.Of("ENTITY#a", "#META", ("name", ItemJson.S("a"))), ItemJson.Of("ENTITY#b", "#META", ("name", ItemJson.S("b")))], isRegistered: false);

    private string Rule(string rule) => Write(
        $$"""{"format":"dynamonamespace/mapping/1","name":"test","key":{"partitionKey":{"name":"PK"},"sortKey":{"name":"SK"} },"rules":[{{rule}}]}""");

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, text);
        return path;
    }
}
