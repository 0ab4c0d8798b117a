using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>Runs that get in each other's way still end in the one right table.</summary>
public sealed class RaceTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task FourPlansThatCopyTheSameAtOnceEndInTheExpectedTable(int throttleLimit)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(1000, 21, includePrefixed: true));
        var before = await table.ContentsAsync();

        var runs = await AtOnceAsync(table, 4, options => table.CopyAsync(_ => options with { ThrottleLimit = throttleLimit }));

        Assert.All(runs, run =>
        {
            Assert.Null(run.Error);
            Assert.Equal(DdbMigrationOutcome.Completed, run.Result.Outcome);
            Assert.Equal(run.Result.Candidates, run.Result.Written + run.Result.AlreadyMigrated);
        });
        Assert.Equal(runs[0].Result.Candidates, runs.Sum(run => run.Result.Written));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task CopiesAndDeletesAtOnceLoseNothing()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(600, 22));
        var before = await table.ContentsAsync();

        var copies = AtOnceAsync(table, 2, options => table.CopyAsync(_ => options));
        var deletes = AtOnceAsync(table, 2, options => table.DeleteAsync(_ => options));
        Assert.All(await copies, run => Assert.Null(run.Error));
        Assert.All(await deletes, run => Assert.Equal(run.Result.Candidates, run.Result.Deleted + run.Result.Kept));

        Assert.Null((await table.DeleteAsync()).Error);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task TwoNamespacesAtOnceKeepApart()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(300));
        await Engine.Registry.NamespaceOperations.RegisterAsync(table.Connection, table.Name, "second", "second-id", CancellationToken.None);
        var before = await table.ContentsAsync();

        var runs = await Task.WhenAll(
            Task.Run(() => table.CopyAsync()), Task.Run(() => table.CopyAsync(o => o with { Namespace = "second", CheckpointPath = table.NewCheckpointPath() })));

        Assert.All(runs, run => Assert.Equal((300L, 300L), (run.Result.Candidates, run.Result.Written)));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId).Values, "second-id"));
    }

    /// <summary>Runs plans that know nothing of each other and change the same items: one plan does not run twice at once.</summary>
    private static async Task<MigrationRun<DdbMigrationResult>[]> AtOnceAsync(
        MigratingTable table, int plans, Func<MigrationOptions, Task<MigrationRun<DdbMigrationResult>>> run)
    {
        var mappings = Enumerable.Range(1, plans).Select(_ => TestMapping.DefaultAs($"plan-{Guid.NewGuid():n}")).ToList();
        try
        {
            return await Task.WhenAll(mappings.Select(mapping => Task.Run(() => run(table.Options with { Mapping = mapping.Path, CheckpointPath = table.NewCheckpointPath() }))));
        }
        finally
        {
            mappings.ForEach(static mapping => mapping.Dispose());
        }
    }
}
