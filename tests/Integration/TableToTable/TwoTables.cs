using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Undo;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>A source table with items and a target table, of a test's own, on one engine or on two.</summary>
internal sealed class TwoTables : IAsyncDisposable
{
    private const int MostRuns = 8;

    private TwoTables(TableSide source, TableSide target) => (Source, Target) = (source, target);

    public TableSide Source { get; }

    public TableSide Target { get; }

    public RecordingObserver Observer { get; } = new();

    public ConcurrentQueue<DdbMigrationDifference> Differences { get; } = new();

    /// <summary>Where the runs keep their checkpoints; gone with the tables.</summary>
    public string CheckpointPath { get; } = Directory.CreateTempSubdirectory("ddbns-checkpoints-").FullName;

    /// <summary>The mapping; null for every item as it is.</summary>
    public string? Mapping { get; set; }

    public MigrationOptions Options => new()
    {
        TableName = Source.Name,
        Connection = Source.Connection,
        TargetTableName = Target.Name,
        TargetConnection = Target.Connection,
        CheckpointPath = CheckpointPath,
        Mapping = Mapping,
    };

    /// <param name="engines">The engines.</param>
    /// <param name="items">What the source holds.</param>
    /// <param name="apart">Whether the target is on the second engine, where it has the source's name.</param>
    /// <param name="changeTarget">Changes the request that makes the target.</param>
    /// <param name="changeSource">Changes the request that makes the source.</param>
    /// <param name="targetItems">What the target holds before.</param>
    public static async Task<TwoTables> CreateAsync(
        TwoEngines engines, IEnumerable<JsonObject> items, bool apart = false, Action<JsonObject>? changeTarget = null, Action<JsonObject>? changeSource = null,
        IEnumerable<JsonObject>? targetItems = null)
    {
        var name = $"old-{Guid.NewGuid():n}";
        var source = await TableSide.CreateAsync(engines.First, name, items, changeSource);
        var target = await TableSide.CreateAsync(apart ? engines.Second : engines.First, apart ? name : name.Replace("old", "new", StringComparison.Ordinal), targetItems ?? [], changeTarget);
        return new TwoTables(source, target);
    }

    public Task<MigrationRun<DdbMigrationResult>> CopyAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default) =>
        TableMigration.CopyAsync(with?.Invoke(Options) ?? Options, Observer, cancellationToken);

    public Task<MigrationRun<DdbMigrationResult>> DeleteAsync(Func<MigrationOptions, MigrationOptions>? with = null) =>
        KeyMigration.DeleteAsync(with?.Invoke(Options) ?? Options, Observer, CancellationToken.None);

    public Task<MigrationRun<DdbUndoResult>> UndoAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default) =>
        MigrationUndo.RunAsync(with?.Invoke(Options) ?? Options, Observer, cancellationToken);

    public Task<MigrationRun<DdbCatchUpResult>> SyncAsync(Func<MigrationOptions, MigrationOptions>? with = null)
    {
        var options = Options with { StopWhenIdle = true, IdleTime = TimeSpan.FromSeconds(0.5) };
        return MigrationCatchUp.RunAsync(with?.Invoke(options) ?? options, Observer, CancellationToken.None);
    }

    public async Task<Dictionary<string, DdbMigrationCheck>> VerifyAsync(Func<MigrationOptions, MigrationOptions>? with = null, CancellationToken cancellationToken = default)
    {
        Differences.Clear();
        var checks = await MigrationVerification.RunAsync(with?.Invoke(Options) ?? Options, Differences.Enqueue, Observer, cancellationToken);
        return checks.ToDictionary(check => check.Name, StringComparer.Ordinal);
    }

    /// <summary>The statuses of what compares the tables' items: present, equal, old items removed, none extra.</summary>
    public async Task<string> StatusesAsync()
    {
        var checks = await VerifyAsync();
        return string.Join(' ', new[] { "CopiesPresent", "CopiesEqual", "OldItemsRemoved", "ExtraItems" }.Select(name => checks[name].Status));
    }

    public async Task<DdbMigrationResult> CopyAllAsync(Func<MigrationOptions, MigrationOptions>? with = null) => Completed(await CopyAsync(with));

    public async Task<DdbMigrationResult> DeleteAllAsync() => Completed(await DeleteAsync());

    public async Task<DdbUndoResult> UndoAllAsync() => Completed(await UndoAsync());

    /// <summary>Runs again what faults ended.</summary>
    public static async Task<T> UntilCompletedAsync<T>(Func<Task<MigrationRun<T>>> run)
    {
        for (var runs = 1; ; runs++)
        {
            string trouble;
            try
            {
                var ended = await run();
                if (ended.Error is null)
                    return ended.Result;
                trouble = ended.Error.Message;
            }
            catch (DdbException error) when (error.Kind is DdbErrorKind.ServiceError or DdbErrorKind.Connection or DdbErrorKind.LimitExceeded)
            {
                trouble = error.Message;
            }

            if (runs == MostRuns)
                throw new XunitException($"It was not completed in {MostRuns} runs: {trouble}");
        }
    }

    /// <summary>Expects a run to be refused before it wrote anything.</summary>
    public async Task<DdbException> AssertRefusedAsync(string errorId, Func<Task> run)
    {
        var (source, target) = (await Source.ContentsAsync(), await Target.ContentsAsync());
        Source.Proxy.Log.Clear();
        Target.Proxy.Log.Clear();
        var error = await Assert.ThrowsAsync<DdbException>(run);
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal((0, 0), (Source.WriteCalls, Target.WriteCalls));
        await Source.AssertHoldsAsync(source.Values);
        await Target.AssertHoldsAsync(target.Values);
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(CheckpointPath, recursive: true);
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    private static T Completed<T>(MigrationRun<T> run)
    {
        Assert.Null(run.Error);
        return run.Result;
    }
}
