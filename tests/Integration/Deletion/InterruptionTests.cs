using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>A run that is stopped tells what it did, and the same command again goes on to the end.</summary>
public sealed class InterruptionTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("Scan", 3)]
    [InlineData("BatchGetItem", 1)]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 20)]
    [InlineData("PutItem", 1)]
    public async Task ACopyThatIsStoppedCanBeRunAgain(string operation, int number)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(800, 81));
        var before = await table.ContentsAsync();

        var stopped = await StopAtAsync(table, operation, number, token => table.CopyAsync(cancellationToken: token));

        AssertStopped(stopped);
        // What the checkpoint counts as written is not read again; all else that was written is found again.
        var kept = CheckpointFile.Read(RunFolder.At(table.CheckpointPath).CheckpointPath(RunOperation.Copy))!;
        var again = await table.CopyAllAsync();
        Assert.Equal((800L, 800L), (again.Candidates, again.Written + again.AlreadyMigrated));
        Assert.True(again.AlreadyMigrated + Tally.From(kept.Counts)[RunCount.Written] >= stopped.Result.Written);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("Scan", 3)]
    [InlineData("BatchGetItem", 5)]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 20)]
    [InlineData("DeleteItem", 1)]
    public async Task ADeleteThatIsStoppedCanBeRunAgain(string operation, int number)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(800, 82));
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();

        var stopped = await StopAtAsync(table, operation, number, token => table.DeleteAsync(cancellationToken: token));

        AssertStopped(stopped);
        Assert.Equal(0, stopped.Result.Kept);
        var again = await table.DeleteAsync();
        Assert.Null(again.Error);
        Assert.True(again.Result.IsResumed);
        Assert.Equal(stopped.Result.RunId, again.Result.RunId);
        Assert.Equal(800, again.Result.Deleted);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task ACopyWithDeleteThatIsStoppedInItsDeleteTellsBoth()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(800));
        var before = await table.ContentsAsync();

        var stopped = await StopAtAsync(table, "BatchExecuteStatement", 32 + 24, token => table.CopyAsync(o => o with { Delete = true }, token));

        AssertStopped(stopped);
        Assert.Equal(800, stopped.Result.Written);
        Assert.True(stopped.Result.Deleted > 0);
        var again = await table.CopyAsync(o => o with { Delete = true });
        Assert.Null(again.Error);
        Assert.Equal((800, 800), (again.Result.Written, again.Result.Deleted));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task AStopThatMeetsStatementsThatFailedLeavesNothingThatSucceededUnsettled()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(25));
        await table.CopyAllAsync();
        var changed = ItemJson.Plain(25).Where((_, index) => index % 5 == 0).Select(item => item.With("n", ItemJson.N(-1))).ToList();
        // No condition names it, so its item is deleted, and has to be put back.
        var unforeseen = ItemJson.Plain(2).Last().With("unforeseen", ItemJson.N(1));
        using var stop = new CancellationTokenSource();
        var meeting = table.Before(request => Intervention.Writes(request, "DELETE", unforeseen.Text("PK")), async () =>
        {
            foreach (var item in changed.Append(unforeseen))
                await table.PutAsync(item);
            await stop.CancelAsync();
        });

        var stopped = await table.DeleteAsync(o => o with { TotalSegments = 1 }, stop.Token);

        Assert.True(meeting.Happened);
        AssertStopped(stopped);
        Assert.Equal(19, stopped.Result.Deleted);
        foreach (var item in changed.Append(unforeseen))
            ItemAssert.Equal(item, (await table.GetAsync(item))!);
    }

    [Fact]
    public async Task ARunThatIsStoppedBeforeItBeginsHasNoResult()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.CopyAsync(cancellationToken: stopped.Token));
        Assert.Equal(0, table.WriteCalls);
    }

    private static async Task<MigrationRun<DdbMigrationResult>> StopAtAsync(
        MigratingTable table, string operation, int number, Func<CancellationToken, Task<MigrationRun<DdbMigrationResult>>> run)
    {
        using var stop = new CancellationTokenSource();
        table.Proxy.Log.Clear();
        table.Proxy.Hook = async request =>
        {
            if (request.Operation == operation && request.NumberOfOperation == number)
                await stop.CancelAsync();
            return ProxyAction.Forward;
        };
        var stopped = await run(stop.Token);
        Assert.True(stop.IsCancellationRequested, $"{operation} {number} never came.");
        table.Proxy.Hook = null;
        return stopped;
    }

    private static void AssertStopped(MigrationRun<DdbMigrationResult> run)
    {
        Assert.True(run.IsInterrupted);
        Assert.Equal(DdbMigrationOutcome.Incomplete, run.Result.Outcome);
        Assert.Equal(("MigrationInterrupted", DdbErrorKind.Incomplete), (run.Error!.ErrorId, run.Error.Kind));
    }
}
