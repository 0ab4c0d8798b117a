using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Undo;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>The way back takes what the migration wrote, and nothing that a client did.</summary>
public sealed class InPlaceUndoTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private const int Each = 20;
    private const int All = 3 * Each;
    private static readonly JsonObject One = AccountTable.User(7);
    private static readonly JsonObject Repo = AccountTable.Repo(7);

    private readonly TestMapping mapping = new($"{AccountTable.Backfill},{AccountTable.Overwriting}");

    public void Dispose() => mapping.Dispose();

    [Fact]
    public async Task WhatClientsChangedElsewhereStays()
    {
        await using var table = await AppliedAsync();
        await table.ChangeAsync(One, ("visits", ItemJson.N(9)), ("Username", ItemJson.S("renamed")));
        await table.ChangeAsync(Repo, ("Owner", ItemJson.S("other")));

        var undone = await UndoAsync(table);

        Assert.Null(undone.Error);
        Assert.Equal((All, 0), (undone.Result.Restored, undone.Result.Changed));
        ItemAssert.Equal(One.With("visits", ItemJson.N(9)).With("Username", ItemJson.S("renamed")), await table.GetAsync(One));
        ItemAssert.Equal(Repo.With("Owner", ItemJson.S("other")), await table.GetAsync(Repo));
    }

    [Fact]
    public async Task WhatAClientWroteOverItIsLeftAndReported()
    {
        await using var table = await AppliedAsync();
        var changed = AccountTable.Filled(One).With("GSI2PK", ItemJson.S("MINE"));
        await table.ChangeAsync(One, ("GSI2PK", ItemJson.S("MINE")));

        for (var time = 1; time <= 2; time++)
        {
            var undone = await UndoAsync(table, o => o with { IncludeChanged = time == 2 });
            Assert.Equal(("UndoIncomplete", 1), (undone.Error!.ErrorId, undone.Result.Changed));
            Assert.Equal((DdbItemReason.Changed, One.KeyText()), undone.Result.Reports.Select(report => (report.Reason, report.SourceKey)).Single());
            Assert.Equal(time == 1 ? All - 1 : 0, undone.Result.Restored);
            ItemAssert.Equal(changed, await table.GetAsync(One));
        }
    }

    [Fact]
    public async Task WhatANewClientMadeTheSameWayGoesOnlyWhenAskedFor()
    {
        await using var table = await AppliedAsync();
        var made = AccountTable.User(8000);
        await table.PutAsync(AccountTable.Filled(made));
        // Of this one the value is as the rule makes it, and yet a client wrote it.
        await table.ChangeAsync(One, ("Username", ItemJson.S("renamed")), ("GSI2PK", ItemJson.S("ACCOUNT#renamed")));

        var undone = await UndoAsync(table);
        Assert.Equal(("UndoIncomplete", 2), (undone.Error!.ErrorId, undone.Result.Changed));
        ItemAssert.Equal(AccountTable.Filled(made), await table.GetAsync(made));
        ItemAssert.Equal(AccountTable.Filled(One.With("Username", ItemJson.S("renamed"))), await table.GetAsync(One));

        undone = await UndoAsync(table, o => o with { IncludeChanged = true });
        Assert.Null(undone.Error);
        Assert.Equal(2, undone.Result.Restored);
        ItemAssert.Equal(made, await table.GetAsync(made));
        ItemAssert.Equal(One.With("Username", ItemJson.S("renamed")), await table.GetAsync(One));
    }

    [Fact]
    public async Task AChangeAtTheMomentOfTheUndoIsNotLost()
    {
        await using var table = await AppliedAsync();
        var meeting = table.Before(
            request => request.Operation == "BatchExecuteStatement" && Intervention.Names(request, One.Text("PK")), () => table.ChangeAsync(One, ("GSI2PK", ItemJson.S("MINE"))));

        var undone = await UndoAsync(table);

        Assert.True(meeting.Happened);
        Assert.Equal((All - 1, 1), (undone.Result.Restored, undone.Result.Changed));
        ItemAssert.Equal(AccountTable.Filled(One).With("GSI2PK", ItemJson.S("MINE")), await table.GetAsync(One));
    }

    [Fact]
    public async Task AnItemThatWasDeletedDoesNotComeBack()
    {
        await using var table = await AppliedAsync();
        var meeting = table.Before(
            request => request.Operation == "BatchExecuteStatement" && Intervention.Names(request, One.Text("PK")), () => table.DeleteItemAsync(One));

        Assert.Null((await UndoAsync(table)).Error);

        Assert.True(meeting.Happened);
        Assert.Null(await table.GetAsync(One));
    }

    [Theory]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 3)]
    [InlineData("Scan", 4)]
    public async Task AHalfDoneRunIsTakenBackAndAnUndoThatWasStoppedGoesOn(string operation, int number)
    {
        await using var table = await AccountTable.CreateAsync(engine, Each);
        var before = await table.ContentsAsync();
        await table.StopAtAsync(operation, number, token => table.CopyAsync(o => o with { Mapping = mapping.Path, ThrottleLimit = 2 }, token));
        Assert.Null((await UndoAsync(table)).Error);
        await table.AssertHoldsAsync(before);

        Assert.Null((await table.CopyAsync(o => o with { Mapping = mapping.Path })).Error);
        await table.StopAtAsync(operation, number, token => table.UndoAsync(o => o with { Mapping = mapping.Path, ThrottleLimit = 2 }, token));
        var undone = await UndoAsync(table);
        Assert.Null(undone.Error);
        Assert.Equal((true, All, All), (undone.Result.IsResumed, undone.Result.Restored, undone.Result.Copies));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ADryRunWritesNothingAndTellsTheSame()
    {
        await using var table = await AppliedAsync();
        await table.ChangeAsync(One, ("GSI2PK", ItemJson.S("MINE")));
        var before = await table.ContentsAsync();
        table.Proxy.Log.Clear();

        var plan = await UndoAsync(table, o => o with { DryRun = true });

        Assert.Equal((All - 1, 0, 1, 0), (plan.Result.ToRestore, plan.Result.Restored, plan.Result.Changed, table.WriteCalls));
        await table.AssertHoldsAsync(before);
        Assert.Equal(All - 1, (await UndoAsync(table)).Result.Restored);
    }

    private Task<MigrationRun<DdbUndoResult>> UndoAsync(MigratingTable table, Func<MigrationOptions, MigrationOptions>? with = null) =>
        table.UndoAsync(o => (with?.Invoke(o) ?? o) with { Mapping = mapping.Path });

    private async Task<MigratingTable> AppliedAsync()
    {
        var table = await AccountTable.CreateAsync(engine, Each);
        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });
        Assert.Null(run.Error);
        Assert.Equal(All, run.Result.Written);
        return table;
    }
}
