using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>Mappings of a user's own go the same way as the one that ships.</summary>
public sealed class OwnMappingTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ddbns-mapping-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"name":"prefix","match":{"PK":{"pattern":"^ENTITY#"}},"set":{"PK":"v2/${PK}"}}""", "v2/ENTITY#user-")]
    [InlineData("""{"name":"take apart","match":{"PK":{"pattern":"^ENTITY#user-(?<number>[0-9]+)$"}},"set":{"PK":"user/${number}"}}""", "user/")]
    public async Task CopyVerifyAndDeleteFollowIt(string rule, string newHead)
    {
        await using var table = await MigratingTable.CreateAsync(engine, [.. ItemJson.Plain(60), ItemJson.Of("OTHER#x", "#META")], isRegistered: false);
        var path = Rule(rule);

        var before = await table.VerifyAsync(o => o with { Mapping = path });
        Assert.Null((await table.CopyAsync(o => o with { Mapping = path })).Error);
        var copied = await table.VerifyAsync(o => o with { Mapping = path });
        Assert.Null((await table.DeleteAsync(o => o with { Mapping = path })).Error);
        var deleted = await table.VerifyAsync(o => o with { Mapping = path });

        Assert.Equal("CopiesPresent:Fail CopiesEqual:Pass OldItemsRemoved:Warn", Statuses(before));
        Assert.Equal("CopiesPresent:Pass CopiesEqual:Pass OldItemsRemoved:Warn", Statuses(copied));
        Assert.Equal("CopiesPresent:Pass CopiesEqual:Pass OldItemsRemoved:Pass", Statuses(deleted));
        TableAssert.Equal(
            TableContents.Of([ItemJson.Of("OTHER#x", "#META"), .. ItemJson.Plain(60).Select(item => item.With("PK", ItemJson.S(newHead + item.Text("PK")["ENTITY#user-".Length..])))]),
            await table.ContentsAsync());
    }

    [Fact]
    public async Task AMappingThatMapsItsOwnResultsDoesNotGrowTheTable()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(50), isRegistered: false);
        var path = Rule("""{"name":"again and again","match":{"PK":{"exists":true}},"set":{"PK":"v2/${PK}"}}""");
        using var stop = new CancellationTokenSource();
        table.Proxy.Hook = async request =>
        {
            // Each of 50 items may be sent by both copies, and sent again; what never ends is stopped here.
            if (request.Operation == "BatchExecuteStatement" && request.NumberOfOperation > 200)
                await stop.CancelAsync();
            return ProxyAction.Forward;
        };

        try
        {
            await table.CopyAsync(o => o with { Mapping = path }, stop.Token);
            await table.CopyAsync(o => o with { Mapping = path }, stop.Token);
        }
        catch (DdbException)
        {
            // Refusing it is right too.
        }

        Assert.False(stop.IsCancellationRequested, "The copies never ended.");
        Assert.DoesNotContain((await table.ContentsAsync()).Keys, key => key.Pk.StartsWith("v2/v2/", StringComparison.Ordinal));
    }

    private static string Statuses(Dictionary<string, DdbMigrationCheck> checks) =>
        string.Join(' ', checks.Values.Select(check => $"{check.Name}:{check.Status}"));

    private string Rule(string rule)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, $$"""{"format":"dynamonamespace/mapping/1","name":"test","key":{"partitionKey":{"name":"PK"},"sortKey":{"name":"SK"} },"rules":[{{rule}}]}""");
        return path;
    }
}
