using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Undo;

/// <summary>A table is taken back from wherever the migration, or another undo, was stopped.</summary>
public sealed class HalfWayTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int Items = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task AHalfCopiedTableIsTakenBack(int request)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.StopAtAsync("BatchExecuteStatement", request, token => table.CopyAsync(cancellationToken: token));
        var half = await table.ContentsAsync();

        var undone = await table.UndoAllAsync();

        Assert.Equal((half.Count - before.Count, 0), (undone.Removed, undone.Restored));
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task AHalfDeletedTableIsTakenBackAndTheDeleteIsNotGoneOnWith(int request)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        var stopped = await table.StopAtAsync("BatchExecuteStatement", request, token => table.DeleteAsync(cancellationToken: token));

        var undone = await table.UndoAllAsync();

        Assert.Equal((Items, stopped.Deleted), (undone.Removed, undone.Restored));
        await table.AssertHoldsAsync(before);

        await table.CopyAllAsync();
        var deleted = await table.DeleteAllAsync();
        Assert.False(deleted.IsResumed);
        Assert.Equal(Items, deleted.Deleted);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task ACopyThatWasStoppedIsNotGoneOnWithAfterAnUndo()
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.StopAtAsync("BatchExecuteStatement", 8, token => table.CopyAsync(cancellationToken: token));
        await table.UndoAllAsync();

        var copied = await table.CopyAllAsync();

        Assert.False(copied.IsResumed);
        Assert.Equal(Items, copied.Written);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnUndoThatWasStoppedBeginsAnewOnceThereAreCopiesAgain(bool deletes)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        await table.StopAtAsync("Scan", 10, token => table.UndoAsync(o => o with { TotalSegments = 12, ThrottleLimit = 1 }, token));
        await table.CopyAllAsync();
        if (deletes)
            await table.DeleteAllAsync();

        var undone = await table.UndoAllAsync();

        Assert.False(undone.IsResumed);
        Assert.Equal((Items, deletes ? Items : 0), (undone.Removed, undone.Restored));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ADryRunTellsWhatTheUndoThenDoes()
    {
        await using var table = await CreateAsync();
        await table.CopyAllAsync();
        await table.StopAtAsync("BatchExecuteStatement", 5, token => table.DeleteAsync(cancellationToken: token));
        await table.PutAsync(ExpectedTable.CopyOf(ItemJson.Of("ENTITY#made", "#META"), MigratingTable.NamespaceId));
        var before = await table.ContentsAsync();
        var journal = await File.ReadAllBytesAsync(RunFolder.At(table.CheckpointPath).DeletionsPath);
        table.Proxy.Log.Clear();

        var plan = await table.UndoAsync(o => o with { DryRun = true });

        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
        Assert.Equal(journal, await File.ReadAllBytesAsync(RunFolder.At(table.CheckpointPath).DeletionsPath));
        Assert.False(File.Exists(RunFolder.At(table.CheckpointPath).CheckpointPath(RunOperation.Undo)));
        var done = await table.UndoAsync();
        Assert.Equal("UndoIncomplete", done.Error!.ErrorId);
        Assert.Equal("UndoIncomplete", plan.Error!.ErrorId);
        Assert.True(plan.Result.ToRestore > 0);
        Assert.Equal((Items + 1, Items, 1L), (plan.Result.Copies, plan.Result.ToRemove, plan.Result.Changed));
        Assert.Equal(
            (plan.Result.Copies, plan.Result.ToRestore, plan.Result.ToRemove, plan.Result.Changed),
            (done.Result.Copies, done.Result.Restored, done.Result.Removed, done.Result.Changed));
        Assert.Equal((0L, 0L), (plan.Result.Restored, plan.Result.Removed));
    }

    private Task<MigratingTable> CreateAsync() =>
        MigratingTable.CreateAsync(engine, [.. ItemJson.Plain(Items - 1), ItemJson.Of("SYSTEM#", "#VERSION", ("schema_version", ItemJson.S("0.9.1")))]);
}
