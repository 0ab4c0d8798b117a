using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>Catch-up beside and after the migration's other steps, whose own writes are in the stream too.</summary>
public sealed class PhaseTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheMigrationsOwnDeletesLeaveTheCopies()
    {
        await using var table = await StreamingAsync(40);
        await table.CopyAllAsync();
        var before = await table.ContentsAsync();
        var mapped = ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId);
        await using var sync = new BackgroundSync(table);
        sync.Start();

        Assert.Null((await table.DeleteAsync()).Error);
        await sync.StopAsync();
        var after = await table.SyncAsync();

        Assert.Null(after.Error);
        Assert.Equal(0, after.Result.Deleted);
        await table.AssertHoldsAsync(mapped);
        // Old clients that are still about change what is there, and make it anew.
        var late = ItemJson.Of("ENTITY#late", "#META", ("n", ItemJson.N(1)));
        await table.PutAsync(late);
        Assert.Null((await table.SyncAsync()).Error);
        await table.DeleteItemAsync(late);
        Assert.Null((await table.SyncAsync()).Error);
        await table.AssertHoldsAsync(mapped);
    }

    [Fact]
    public async Task AfterAnUndoNothingComesBackAndTheMigrationCanBeMadeAgain()
    {
        await using var table = await StreamingAsync(40);
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        Assert.Null((await table.DeleteAsync()).Error);
        Assert.Null((await table.SyncAsync()).Error);
        Assert.Null((await table.UndoAsync()).Error);
        await table.AssertHoldsAsync(before);

        var sync = await table.SyncAsync();

        Assert.NotEqual("CatchUpIncomplete", sync.Error?.ErrorId, StringComparer.Ordinal);
        await table.AssertHoldsAsync(before);
        Assert.Null((await table.CopyAndCatchUpAsync()).Error);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
        Assert.Null((await table.DeleteAsync()).Error);
        Assert.Null((await table.SyncAsync()).Error);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task AnItemThatAnOldClientDeletesAfterAnUndoAndAnotherCopyIsDeleted()
    {
        var items = ItemJson.Plain(10).ToList();
        await using var table = await MigratingTable.CreateAsync(engine, items);
        await table.EnableStreamAsync();
        await table.CopyAllAsync();
        Assert.Null((await table.DeleteAsync()).Error);
        Assert.Null((await table.UndoAsync()).Error);
        Assert.Null((await table.CopyAndCatchUpAsync()).Error);
        await table.DeleteItemAsync(items[2]);

        Assert.Null((await table.SyncAsync()).Error);

        Assert.Null(await table.GetCopyAsync(items[2]));
        await table.AssertInStepAsync();
    }

    [Fact]
    public async Task CopyAndCatchUpGoOnIntoTheDelete()
    {
        await using var table = await StreamingAsync(40);
        var before = await table.ContentsAsync();

        var run = await table.CopyAndCatchUpAsync(o => o with { Delete = true });

        Assert.Null(run.Error);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    private async Task<MigratingTable> StreamingAsync(int count)
    {
        var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(count, 61));
        await table.EnableStreamAsync();
        return table;
    }
}
