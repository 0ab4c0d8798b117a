using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Undo;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>
/// A table of a test's own. The code under test reaches it through a proxy, the test itself directly.
/// </summary>
internal sealed class MigratingTable : IAsyncDisposable
{
    public const string NamespaceId = "a7x3kq";

    private static readonly string[] WriteOperations =
    [
        "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems",
        "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction", "CreateTable", "UpdateTable", "DeleteTable",
    ];

    private MigratingTable(DynoxideServer engine)
    {
        Raw = engine.Raw();
        Proxy = LoopbackProxy.Start(engine.EndpointUrl);
    }

    public string Name { get; } = $"migrating-{Guid.NewGuid():n}";

    public RawDynamoDb Raw { get; }

    public LoopbackProxy Proxy { get; }

    public RecordingObserver Observer { get; } = new();

    public ConcurrentQueue<DdbMigrationDifference> Differences { get; } = new();

    public ConnectionOptions Connection => new()
    {
        EndpointUrl = Proxy.EndpointUrl,
        Region = "us-east-1",
        Credentials = () => new AccessKeys("local", "local", null),
    };

    /// <summary>Where the runs on this table keep their checkpoints; gone with it.</summary>
    public string CheckpointPath { get; } = Directory.CreateTempSubdirectory("ddbns-checkpoints-").FullName;

    /// <summary>A place of its own for the checkpoints of a run beside others.</summary>
    public string NewCheckpointPath() => Path.Combine(CheckpointPath, Guid.NewGuid().ToString("n"));

    public MigrationOptions Options => new() { TableName = Name, Connection = Connection, CheckpointPath = CheckpointPath };

    /// <summary>Calls through the proxy that may have written something.</summary>
    public int WriteCalls => WriteOperations.Sum(Proxy.Log.Count);

    /// <summary>A table with these items and, unless told otherwise, the namespace <c>default</c>; <paramref name="change"/> changes the request that makes it.</summary>
    public static async Task<MigratingTable> CreateAsync(
        DynoxideServer engine, IEnumerable<JsonObject> items, bool withGsi4 = true, bool isRegistered = true, Action<JsonObject>? change = null)
    {
        var table = new MigratingTable(engine);
        var request = SampleTable.CreateTableRequestJson(table.Name, withGsi4, withStream: false);
        change?.Invoke(request);
        await table.Raw.CreateTableAsync(request);
        if (isRegistered)
            await NamespaceOperations.RegisterAsync(table.Connection, table.Name, "default", NamespaceId, CancellationToken.None);
        await table.Raw.LoadAsync(table.Name, items);
        table.Proxy.Log.Clear();
        return table;
    }

    public Task<MigrationRun<DdbMigrationResult>> CopyAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default) =>
        KeyMigration.CopyAsync(with?.Invoke(Options) ?? Options, Observer, cancellationToken);

    public Task<MigrationRun<DdbMigrationResult>> DeleteAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default) =>
        KeyMigration.DeleteAsync(with?.Invoke(Options) ?? Options, Observer, cancellationToken);

    /// <summary>Catches up until nothing changes, after a shorter wait than users have.</summary>
    public Task<MigrationRun<DdbCatchUpResult>> SyncAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default)
    {
        var options = Options with { StopWhenIdle = true, IdleTime = TimeSpan.FromSeconds(0.5) };
        return MigrationCatchUp.RunAsync(with?.Invoke(options) ?? options, Observer, cancellationToken);
    }

    public Task<MigrationRun<DdbMigrationResult>> CopyAndCatchUpAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default)
    {
        var options = Options with { CatchUp = true, IdleTime = TimeSpan.FromSeconds(0.5) };
        return KeyMigration.CopyAsync(with?.Invoke(options) ?? options, Observer, cancellationToken);
    }

    public Task<MigrationRun<DdbUndoResult>> UndoAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default) =>
        MigrationUndo.RunAsync(with?.Invoke(Options) ?? Options, Observer, cancellationToken);

    public async Task<Dictionary<string, DdbMigrationCheck>> VerifyAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default)
    {
        Differences.Clear();
        var checks = await MigrationVerification.RunAsync(
            with?.Invoke(Options) ?? Options, Differences.Enqueue, Observer, cancellationToken);
        return checks.ToDictionary(check => check.Name, StringComparer.Ordinal);
    }

    /// <summary>Deletes the old items and expects no trouble.</summary>
    public async Task<DdbMigrationResult> DeleteAllAsync()
    {
        var run = await DeleteAsync();
        Assert.Null(run.Error);
        return run.Result;
    }

    /// <summary>Takes everything back and expects no trouble.</summary>
    public async Task<DdbUndoResult> UndoAllAsync()
    {
        var run = await UndoAsync();
        Assert.Null(run.Error);
        Assert.Equal(DdbMigrationOutcome.Completed, run.Result.Outcome);
        return run.Result;
    }

    /// <summary>Copies what there is and expects no trouble.</summary>
    public async Task<DdbMigrationResult> CopyAllAsync()
    {
        var run = await CopyAsync();
        Assert.Null(run.Error);
        Assert.Equal(DdbMigrationOutcome.Completed, run.Result.Outcome);
        return run.Result;
    }

    public Task EnableTtlAsync(string attribute) => Raw.SendAsync("UpdateTimeToLive", new JsonObject
    {
        ["TableName"] = Name,
        ["TimeToLiveSpecification"] = new JsonObject { ["Enabled"] = true, ["AttributeName"] = attribute },
    });

    public Task<TableContents> ContentsAsync() => Raw.ScanAsync(Name);

    public async Task AssertHoldsAsync(TableContents expected) => TableAssert.Equal(expected, await ContentsAsync());

    /// <summary>Expects a copy of every old item, and no copy else.</summary>
    public async Task AssertInStepAsync()
    {
        var contents = await ContentsAsync();
        var others = contents.Values.Where(item => !item.Text("PK").StartsWith(NamespaceId + "/", StringComparison.Ordinal));
        TableAssert.Equal(ExpectedTable.AfterCopy(others, NamespaceId), contents);
    }

    /// <summary>Turns on a stream of old and new images, once the table is loaded: with one, each write of the local engine takes longer.</summary>
    public Task EnableStreamAsync() => SetStreamAsync(new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "NEW_AND_OLD_IMAGES" });

    public Task DisableStreamAsync() => SetStreamAsync(new JsonObject { ["StreamEnabled"] = false });

    public Task DeleteItemAsync(JsonObject keyed) => Raw.DeleteAsync(Name, keyed.Text("PK"), keyed.Text("SK"));

    public Task PutAsync(JsonObject item) => Raw.PutAsync(Name, item);

    public Task<JsonObject?> GetAsync(JsonObject keyed) => Raw.GetAsync(Name, keyed.Text("PK"), keyed.Text("SK"));

    /// <summary>The item that stands under the key of this old item's copy.</summary>
    public Task<JsonObject?> GetCopyAsync(JsonObject old) => GetAsync(ExpectedTable.CopyOf(old, NamespaceId));

    /// <summary>Does something once, just before a request goes on to the engine.</summary>
    public Intervention Before(Func<ProxiedRequest, bool> when, Func<Task> act)
    {
        var intervention = new Intervention(when, act);
        Proxy.Hook = async request =>
        {
            await intervention.MeetAsync(request);
            return ProxyAction.Forward;
        };
        return intervention;
    }

    private Task SetStreamAsync(JsonObject specification) =>
        Raw.SendAsync("UpdateTable", new JsonObject { ["TableName"] = Name, ["StreamSpecification"] = specification });

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(CheckpointPath, recursive: true);
        Raw.Dispose();
        await Proxy.DisposeAsync();
    }
}
