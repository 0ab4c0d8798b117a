using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Integration.Plans;

/// <summary>A table of a test's own with a plan for it.</summary>
internal sealed class PlannedTable : IAsyncDisposable
{
    private const int MostRuns = 8;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-plan-");

    private PlannedTable(MigratingTable table) => Table = table;

    public MigratingTable Table { get; }

    public string PlanPath => Path.Combine(folder.FullName, "plan.json");

    public DdbMigrationPlan Plan => DdbMigrationPlan.Load(PlanPath);

    /// <summary>A table with these items, and the plan of a shipped example that was made for it.</summary>
    public static async Task<PlannedTable> OfExampleAsync(DynoxideServer engine, string example, IEnumerable<JsonObject> items, Action<JsonObject>? change = null)
    {
        var planned = new PlannedTable(await MigratingTable.CreateAsync(engine, items, isRegistered: false, change: change));
        await PlanDraft.WriteAsync(new PlanDraftOptions { Path = planned.PlanPath, Example = example, TableName = planned.Table.Name }, CancellationToken.None);
        return planned;
    }

    /// <summary>A table with these items, and a plan with these rules.</summary>
    public static async Task<PlannedTable> OfRulesAsync(DynoxideServer engine, string rules, IEnumerable<JsonObject> items, string expect = "{}")
    {
        var planned = new PlannedTable(await MigratingTable.CreateAsync(engine, items, isRegistered: false));
        File.WriteAllText(planned.PlanPath, $$"""
            {
              "format": "dynamonamespace/plan/1", "name": "own", "table": "{{planned.Table.Name}}",
              "mapping": {
                "format": "dynamonamespace/mapping/1", "name": "own", "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
                "rules": [ {{rules}} ], "expect": {{expect}}
              }
            }
            """);
        return planned;
    }

    public async ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        await Table.DisposeAsync();
    }

    public async Task<Dictionary<string, DdbMigrationCheck>> TestAsync(Action<DdbPlanSample>? onSample = null, bool offline = false, PlannedTable? target = null) =>
        (await PlanTest.RunAsync(
            new PlanTestOptions { Plan = Plan, Migration = PlanOptions.CombineForTest(Plan, Table.Options, null, offline).WithTarget(target?.Table.Name, null, null, null), Offline = offline },
            onSample, Table.Observer, CancellationToken.None)).ToDictionary(check => check.Name, StringComparer.Ordinal);

    public Task<MigrationRun<DdbMigrationResult>> CopyAsync() => Table.CopyAsync(ByPlan);

    public async Task CompleteCopyAsync() => await UntilCompletedAsync(CopyAsync);

    public async Task CompleteDeleteAsync() => await UntilCompletedAsync(() => Table.DeleteAsync(ByPlan));

    public async Task CompleteUndoAsync() => await UntilCompletedAsync(() => Table.UndoAsync(ByPlan));

    public async Task AssertProvenAsync()
    {
        var checks = await Table.VerifyAsync(ByPlan);
        Assert.All(checks.Values, check => Assert.True(check.Status is DdbCheckStatus.Pass or DdbCheckStatus.Warn, $"{check.Name}: {check.Actual} {check.Detail}"));
        // In place there are no copies.
        Assert.Equal(DdbCheckStatus.Pass, (checks.GetValueOrDefault("CopiesEqual") ?? checks["ItemsUpdated"]).Status);
    }

    /// <summary>Apply, undo, apply, delete, undo, apply, finish: after each undo the table is the one before, and in the end it is this one.</summary>
    public async Task CycleAsync(IEnumerable<JsonObject> copied, IEnumerable<JsonObject> finished)
    {
        var before = await Table.ContentsAsync();
        await CompleteCopyAsync();
        await Table.AssertHoldsAsync(TableContents.Of(copied));
        await CompleteUndoAsync();
        await Table.AssertHoldsAsync(before);

        await CompleteCopyAsync();
        await CompleteDeleteAsync();
        await CompleteUndoAsync();
        await Table.AssertHoldsAsync(before);

        await CompleteCopyAsync();
        await AssertProvenAsync();
        await CompleteDeleteAsync();
        await AssertProvenAsync();
        await Table.AssertHoldsAsync(TableContents.Of(finished));
    }

    public static FaultSchedule Fail(PlannedTable planned, int seed)
    {
        var faults = new FaultSchedule(seed, rate: 0.15);
        planned.Table.Proxy.Hook = faults.DecideAsync;
        return faults;
    }

    private MigrationOptions ByPlan(MigrationOptions options) => PlanOptions.Combine(Plan, options, null, null);

    private static async Task UntilCompletedAsync<T>(Func<Task<MigrationRun<T>>> run)
    {
        for (var runs = 1; ; runs++)
        {
            string trouble;
            try
            {
                var ended = await run();
                if (ended.Error is null)
                    return;
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
}
