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
    public async Task FourCopiesAtOnceEndInTheExpectedTable(int throttleLimit)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(1000, 21, includePrefixed: true));
        var before = await table.ContentsAsync();

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => table.CopyAsync(o => o with { ThrottleLimit = throttleLimit, CheckpointPath = table.NewCheckpointPath() }))));

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

        var copies = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => table.CopyAsync(o => o with { CheckpointPath = table.NewCheckpointPath() }))));
        var deletes = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => table.DeleteAsync(o => o with { CheckpointPath = table.NewCheckpointPath() }))));
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
}
