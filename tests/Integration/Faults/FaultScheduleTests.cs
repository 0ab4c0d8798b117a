using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;
using Xunit.Sdk;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>One request in five fails, in every way that is known: each run ends, and in the end the table is the mapped one.</summary>
public sealed class FaultScheduleTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private const double Rate = 0.2;
    private const int Items = 400;
    private const int MostRuns = 5;

    /// <summary>The item with so many attributes that a lost answer to its delete leaves something to look at.</summary>
    private const string WideItem = "PK=ENTITY#wide, SK=#META";

    [Fact]
    public Task AFifthOfTheRequestsFailsAndTheTableIsMigrated() => MigrateAsync(seeds: 3);

    [Fact]
    [Trait("Category", "Soak")]
    public Task AFifthOfTheRequestsFailsAndThirtyTablesAreMigrated() => MigrateAsync(seeds: 30);

    private async Task MigrateAsync(int seeds)
    {
        var injected = new FaultCounts();
        for (var seed = 1; seed <= seeds; seed++)
            injected.Add(await MigrateOneAsync(seed));
        output.WriteLine($"{seeds} tables of {Items} items: {injected}");
        Assert.Empty(injected.Missing);
    }

    private async Task<FaultCounts> MigrateOneAsync(int seed)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(Items, seed, includePrefixed: true));
        var before = await table.ContentsAsync();
        var faults = new FaultSchedule(seed, Rate);
        table.Proxy.Hook = faults.DecideAsync;

        var copies = await RunUntilCompletedAsync(() => table.CopyAsync(), faults);
        await AssertHoldsAsync(table, ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId), faults);
        var deletes = await RunUntilCompletedAsync(() => table.DeleteAsync(), faults);
        await AssertHoldsAsync(table, ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId), faults);

        output.WriteLine($"{copies} runs to copy, {deletes} to delete, {table.Proxy.Log.Total} requests, {faults}");
        return faults.Injected;
    }

    /// <summary>A run that faults leave incomplete says so, and the same run again goes on.</summary>
    /// <returns>How many runs it took.</returns>
    private async Task<int> RunUntilCompletedAsync(Func<Task<MigrationRun<DdbMigrationResult>>> run, FaultSchedule faults)
    {
        for (var runs = 1; runs <= MostRuns; runs++)
        {
            try
            {
                var ended = await run();
                Assert.Equal(ended.Error is null, ended.Result.Outcome == DdbMigrationOutcome.Completed);
                if (ended.Error is null)
                    return runs;
                // Nobody else writes, so nothing else can be in doubt.
                Assert.All(ended.Result.Reports, report => Assert.Equal((DdbItemReason.Kept, WideItem), (report.Reason, report.SourceKey)));
                output.WriteLine($"Incomplete, {faults}: {ended.Error.Message}");
            }
            catch (DdbException error) when (error.Kind is DdbErrorKind.ServiceError or DdbErrorKind.Connection or DdbErrorKind.LimitExceeded)
            {
                // It could not begin; nothing was changed.
                output.WriteLine($"Not begun, {faults}: {error.Message}");
            }
        }

        throw new XunitException($"It was not completed in {MostRuns} runs: {faults}");
    }

    private static async Task AssertHoldsAsync(MigratingTable table, TableContents expected, FaultSchedule faults)
    {
        try
        {
            await table.AssertHoldsAsync(expected);
        }
        catch (XunitException error)
        {
            throw new XunitException($"After {faults}: {error.Message}", error);
        }
    }
}
