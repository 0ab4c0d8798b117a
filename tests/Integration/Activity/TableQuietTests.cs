using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Load;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Activity;

/// <summary>A live table is watched until its writers stop, and who wrote is told.</summary>
public sealed class TableQuietTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task AWatchEndsOnceTheWritersHaveStopped()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var load = new LiveLoad(7, WritesPerSecond: 40, FirstItems: 40, MostItems: 80, MostWrites: 10_000);
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, MigratingTable.NamespaceId, load);
        await table.EnableStreamAsync();
        var looks = new ConcurrentQueue<DdbTableActivity>();
        // On however slow a machine, the stream has something new whenever it is read.
        table.Proxy.Hook = async request =>
        {
            var before = writers.Ledger.Acknowledged;
            if (request.Operation == "GetRecords" && before < 200)
                await writers.WaitForAsync(ledger => ledger.Acknowledged > before);
            return ProxyAction.Forward;
        };
        writers.Start();

        var watching = TableQuiet.WaitAsync(Options(table), table.Observer, looks.Enqueue, CancellationToken.None);
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= 200);
        Assert.False(watching.IsCompleted);
        await writers.PauseAsync();
        var lastFrom = DateTimeOffset.UtcNow;
        await table.PutAsync(ItemJson.Of("ENTITY#last", "#META", ("n", ItemJson.N(1))));
        var lastUntil = DateTimeOffset.UtcNow;
        var run = await watching.WaitAsync(Patience.Limit);

        Assert.Null(run.Error);
        Assert.True(run.Result.IsQuiet);
        Assert.Equal(writers.Ledger.Acknowledged + 1, run.Result.Writes);
        Assert.Equal(run.Result.Writes, run.Result.Groups.Sum(group => group.Count));
        Assert.True(DateTimeOffset.UtcNow - lastFrom >= QuietTime, "It was called quiet too early.");
        Assert.True(run.Result.QuietFor >= QuietTime);
        // A record's time is cut to the second.
        Assert.InRange(run.Result.LastWriteAt!.Value, lastFrom.AddSeconds(-1), lastUntil);
        Assert.Contains(run.Result.Groups, group => group is { Event: "Modify", Origin: DdbWriteOrigin.Client } && group.Attributes.Contains(LiveItem.Counter, StringComparer.Ordinal));
        Assert.Contains(looks, look => look is { IsQuiet: false, Writes: > 0 });
        Assert.Equal("NEW_AND_OLD_IMAGES", run.Result.StreamViewType);
        Assert.Contains(table.Observer.Verbose, line => line.Contains("first of its kind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WritersThatGoOnAreNamedWhenTheTimeIsOver()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), isRegistered: false);
        await table.EnableStreamAsync();
        // Somebody has written whenever the stream is read.
        var written = 0;
        table.Proxy.Hook = async request =>
        {
            if (request.Operation == "GetRecords")
            {
                var item = ItemJson.Of("ENTITY#user-1", "#META", ("name", ItemJson.S("User 1")));
                await table.PutAsync(item.With("n", ItemJson.N(1000 + ++written)));
            }

            return ProxyAction.Forward;
        };

        var run = await WaitAsync(table, options => options with { Timeout = QuietTime });

        Assert.Equal(("TableNotQuiet", false), (run.Error!.ErrorId, run.Result.IsQuiet));
        var group = Assert.Single(run.Result.Groups);
        Assert.Equal(("PK=ENTITY#*, SK=#META", "Modify", "PK=ENTITY#user-1, SK=#META"), (group.Keys, group.Event, group.ExampleKey));
        Assert.Equal(new[] { "n" }, group.Attributes);
        // The last one may not have been read any more.
        Assert.InRange(group.Count, Math.Max(1, written - 1), written);
        Assert.Contains("CloudTrail", run.Result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableWithoutAStreamIsRefusedUnlessOneMayBeTurnedOn()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), isRegistered: false);

        var error = await Assert.ThrowsAsync<DdbException>(() => WaitAsync(table));
        Assert.Equal("StreamNotEnabled", error.ErrorId);
        Assert.Contains("-EnableStream (--enable-stream)", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.WriteCalls);

        var run = await WaitAsync(table, options => options with { EnableStream = true, QuietTime = TimeSpan.FromSeconds(1) });
        Assert.Equal((true, 0), (run.Result.IsQuiet, run.Result.Writes));
        Assert.Equal(1, table.Proxy.Log.Count("UpdateTable"));
    }

    [Fact]
    public async Task AStreamOfKeysOnlyTellsAllButTheAttributes()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), isRegistered: false);
        await table.Raw.SendAsync("UpdateTable", new JsonObject
        {
            ["TableName"] = table.Name,
            ["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "KEYS_ONLY" },
        });
        await table.PutAsync(ItemJson.Of("ENTITY#user-1", "#META", ("n", ItemJson.N(1))));
        await table.DeleteItemAsync(ItemJson.Of("ENTITY#user-2", "#META"));

        var run = await WaitAsync(table, options => options with { QuietTime = TimeSpan.FromSeconds(1) });

        Assert.Equal((2, "KEYS_ONLY"), (run.Result.Writes, run.Result.StreamViewType));
        Assert.Equal(["Modify", "Remove"], run.Result.Groups.Select(group => group.Event).Order(StringComparer.Ordinal).ToList());
        Assert.All(run.Result.Groups, group => Assert.Empty(group.Attributes));
    }

    [Fact]
    public async Task FaultsOfTheStreamAreWaitedOut()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        await table.EnableStreamAsync();
        foreach (var item in ItemJson.Plain(30))
            await table.PutAsync(item);
        var faults = 0;
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation is not ("GetRecords" or "GetShardIterator" or "DescribeStream") ? ProxyAction.Forward : (Interlocked.Increment(ref faults) % 4) switch
        {
            1 => ProxyAction.Respond(ProxiedResponse.Error(400, "LimitExceededException", "Rate exceeded")),
            2 => ProxyAction.Cut,
            3 => ProxyAction.Respond(ProxiedResponse.Error(500, "InternalServerError", "again")),
            _ => ProxyAction.Forward,
        });

        var run = await WaitAsync(table, options => options with { QuietTime = TimeSpan.FromSeconds(1) });

        Assert.Equal((true, 30), (run.Result.IsQuiet, run.Result.Writes));
        Assert.True(faults > 8);
    }

    [Fact]
    public async Task TtlDeletionsAreToldApart()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(5), isRegistered: false);
        await table.EnableStreamAsync();
        await table.DeleteItemAsync(ItemJson.Of("ENTITY#user-1", "#META"));
        await table.DeleteItemAsync(ItemJson.Of("ENTITY#user-2", "#META"));
        // The local engine deletes nothing by itself, so the records are made to say that DynamoDB did.
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "GetRecords" ? ProxyAction.Forward : ProxyAction.Rewrite(request.Json(), response =>
        {
            var answer = response.Json();
            foreach (var record in answer["Records"]!.AsArray())
                record!["userIdentity"] = new JsonObject { ["Type"] = "Service", ["PrincipalId"] = "dynamodb.amazonaws.com" };
            return response.WithJson(answer);
        }));

        var run = await WaitAsync(table, options => options with { QuietTime = TimeSpan.FromSeconds(1) });

        Assert.Equal((true, 0, 2), (run.Result.IsQuiet, run.Result.Writes, run.Result.Expired));
        Assert.Equal((DdbWriteOrigin.TimeToLive, 2), (Assert.Single(run.Result.Groups).Origin, run.Result.Groups[0].Count));
        Assert.Equal(2, (await WaitAsync(table, options => options with { QuietTime = TimeSpan.FromSeconds(1), IncludeExpired = true })).Result.Writes);
    }

    [Fact]
    public async Task ReplicasAreNamedBecauseTheirWritesCannotBeToldApart()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), isRegistered: false);
        await table.EnableStreamAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "DescribeTable" ? ProxyAction.Forward : ProxyAction.Rewrite(request.Json(), response =>
        {
            var answer = response.Json();
            answer["Table"]!["Replicas"] = new JsonArray(new JsonObject { ["RegionName"] = "eu-central-1", ["ReplicaStatus"] = "ACTIVE" });
            return response.WithJson(answer);
        }));
        using var stop = new CancellationTokenSource();

        var options = Options(table) with { QuietTime = Patience.Limit };
        var run = await TableQuiet.WaitAsync(options, table.Observer, _ => stop.Cancel(), stop.Token);

        Assert.Equal((true, "WatchInterrupted"), (run.IsInterrupted, run.Error!.ErrorId));
        Assert.Equal(new[] { "eu-central-1" }, run.Result.ReplicaRegions);
        Assert.Contains("replicas in eu-central-1", run.Result.Remedy, StringComparison.Ordinal);
    }

    private static TableQuietOptions Options(MigratingTable table) => new() { TableName = table.Name, Connection = table.Connection, QuietTime = QuietTime };

    private static Task<MigrationRun<DdbTableActivity>> WaitAsync(MigratingTable table, Func<TableQuietOptions, TableQuietOptions>? with = null) =>
        TableQuiet.WaitAsync(with?.Invoke(Options(table)) ?? Options(table), table.Observer, static _ => { }, CancellationToken.None);
}
