using System.Text.Json.Nodes;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>What old clients write after the copy has passed is carried, and the migration's own updates are not taken for theirs.</summary>
public sealed class InPlaceCatchUpTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private const int Each = 20;
    private static readonly JsonObject One = AccountTable.User(7);

    private readonly TestMapping mapping = new(AccountTable.Backfill);

    public void Dispose() => mapping.Dispose();

    [Fact]
    public async Task TheMigrationsOwnUpdatesAreNoChanges()
    {
        await using var table = await CopiedAsync();
        table.Proxy.Log.Clear();

        var synced = await SyncAsync(table);

        Assert.Null(synced.Error);
        Assert.True(synced.Result.RecordsRead >= 2 * Each);
        Assert.Equal((0, 0, 0, 0), (synced.Result.Changes, synced.Result.Written, synced.Result.Conflicts, table.WriteCalls));
    }

    [Fact]
    public async Task NewItemsAndChangedSourcesAreCarriedAndTakenBack()
    {
        await using var table = await CopiedAsync();
        var made = AccountTable.User(8000);
        var renamed = One.With("Username", ItemJson.S("twice renamed"));
        await table.PutAsync(made);
        await table.ChangeAsync(One, ("Username", ItemJson.S("renamed")));
        await table.ChangeAsync(One, ("Username", ItemJson.S("twice renamed")));
        // An old client that writes a whole item knows nothing of the index key.
        await table.PutAsync(AccountTable.User(3, "whole"));
        await table.DeleteItemAsync(AccountTable.User(4));
        // And this one is a new client's own.
        var own = AccountTable.Filled(AccountTable.User(5)).With("Username", ItemJson.S("own")).With("GSI2PK", ItemJson.S("OWN"));
        await table.ChangeAsync(own, ("Username", ItemJson.S("own")), ("GSI2PK", ItemJson.S("OWN")));

        var synced = await SyncAsync(table);

        Assert.Null(synced.Error);
        Assert.Equal((3, 0, 0), (synced.Result.Written, synced.Result.Conflicts, synced.Result.Failed));
        ItemAssert.Equal(AccountTable.Filled(made), await table.GetAsync(made));
        ItemAssert.Equal(AccountTable.Filled(renamed), await table.GetAsync(One));
        ItemAssert.Equal(AccountTable.Filled(AccountTable.User(3, "whole")), await table.GetAsync(AccountTable.User(3)));
        ItemAssert.Equal(own, await table.GetAsync(own));
        Assert.Null(await table.GetAsync(AccountTable.User(4)));
        var again = await SyncAsync(table);
        Assert.Equal((null, synced.Result.Written), (again.Error, again.Result.Written));

        var undone = await table.UndoAsync(o => o with { Mapping = mapping.Path });
        // Just the new client's own.
        Assert.Equal(("UndoIncomplete", 1), (undone.Error!.ErrorId, undone.Result.Changed));
        ItemAssert.Equal(made, await table.GetAsync(made));
        ItemAssert.Equal(renamed, await table.GetAsync(One));
        ItemAssert.Equal(own, await table.GetAsync(own));
    }

    [Fact]
    public async Task WhatCannotBeMadeAnewIsReported()
    {
        await using var table = await CopiedAsync();
        await table.ChangeAsync(One, ("Username", null));
        var unnamed = ItemJson.Of("USER#8001", "#META", ("Type", ItemJson.S("User")));
        await table.PutAsync(unnamed);

        var synced = await SyncAsync(table);

        Assert.Equal(("CatchUpIncomplete", 2), (synced.Error!.ErrorId, synced.Result.Failed));
        ItemAssert.Equal(AccountTable.Filled(One).With("Username", null), await table.GetAsync(One));
        ItemAssert.Equal(unnamed, await table.GetAsync(unnamed));
    }

    [Fact]
    public async Task CopyAndCatchUpInOneRunKeepOneAnothersRecords()
    {
        await using var table = await AccountTable.CreateAsync(engine, Each);
        var before = await table.ContentsAsync();
        await table.EnableStreamAsync();
        var made = AccountTable.User(8000);
        var meeting = table.Before(request => request.Operation == "BatchExecuteStatement", async () =>
        {
            await table.PutAsync(made);
            await table.ChangeAsync(One, ("Username", ItemJson.S("renamed")));
        });

        var run = await table.CopyAndCatchUpAsync(o => o with { Mapping = mapping.Path });

        Assert.True(meeting.Happened);
        Assert.Null(run.Error);
        ItemAssert.Equal(AccountTable.Filled(made), await table.GetAsync(made));
        ItemAssert.Equal(AccountTable.Filled(One.With("Username", ItemJson.S("renamed"))), await table.GetAsync(One));
        Assert.Null((await table.UndoAsync(o => o with { Mapping = mapping.Path })).Error);
        before.Add(made);
        before[before.KeyOf(One)] = One.With("Username", ItemJson.S("renamed"));
        await table.AssertHoldsAsync(before);
    }

    private Task<MigrationRun<DdbCatchUpResult>> SyncAsync(MigratingTable table) => table.SyncAsync(o => o with { Mapping = mapping.Path });

    private async Task<MigratingTable> CopiedAsync()
    {
        var table = await AccountTable.CreateAsync(engine, Each);
        await table.EnableStreamAsync();
        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        return table;
    }
}
