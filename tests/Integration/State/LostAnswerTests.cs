using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>
/// The delete of an old item is applied and its answer is lost. Nobody can tell then whether the migration deleted the item or a client did, so the copy
/// stays and a conflict says why.
/// </summary>
public sealed class LostAnswerTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    /// <summary>An item that a statement names, and one that takes a DeleteItem of its own.</summary>
    private static readonly JsonObject[] Items = [.. ItemJson.Plain(2), ItemJson.Wide("ENTITY#wide", attributes: 120)];

    [Theory]
    [InlineData(StateMode.Table, "BatchExecuteStatement")]
    [InlineData(StateMode.Folder, "BatchExecuteStatement")]
    [InlineData(StateMode.Table, "DeleteItem")]
    [InlineData(StateMode.Folder, "DeleteItem")]
    public async Task Delete_answerLost_keepsTheCopyAndRecordsAConflict(StateMode mode, string operation)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);
        var unsure = LoseAnswerTo(table, operation, () => Task.CompletedTask);

        var deleted = await table.DeleteAsync();
        var sync = await table.SyncAsync();

        var sb = new System.Text.StringBuilder(sync.Result.ToString()).AppendLine();
        if (mode == StateMode.Folder)
        foreach (var line in File.ReadLines(DynamoNamespace.Engine.State.Folder.FolderFiles.At(table.CheckpointPath).Log("deletions")))
            DynamoNamespace.Engine.State.Journals.JournalBlock.Read(Convert.FromBase64String(line), (f, n, at) => sb.AppendLine($"head {f} settled {n} {at:O}"), (k, e) => sb.AppendLine($"{k:x32} {e.Kind} {e.Fence} {e.Number} {e.Content:x32}"));
        foreach (var v in table.Observer.Verbose) sb.AppendLine(v);
        foreach (var v in table.Observer.Warnings) sb.AppendLine(v);
        if (mode == StateMode.Folder) throw new InvalidOperationException(sb.ToString());
        Assert.NotEmpty(unsure);
        Assert.Equal((null, Items.Length, 0), (deleted.Error, deleted.Result.Deleted, deleted.Result.Kept));
        Assert.Equal(("CatchUpIncomplete", unsure.Count, 0), (sync.Error?.ErrorId, sync.Result.Conflicts, sync.Result.Deleted));
        await table.AssertConflictsAsync([.. unsure]);
        await table.AssertItemsAsync([], Items.Copies());
        Assert.Null((await table.SyncAsync()).Error);
        await table.AssertItemsAsync([], Items.Copies());
    }

    [Theory]
    [InlineData(StateMode.Table, "BatchExecuteStatement")]
    [InlineData(StateMode.Folder, "BatchExecuteStatement")]
    [InlineData(StateMode.Table, "DeleteItem")]
    [InlineData(StateMode.Folder, "DeleteItem")]
    public async Task Delete_answerLostAfterAClientAddedAnAttribute_keepsTheAttributeInTheCopy(StateMode mode, string operation)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);
        var place = operation == "DeleteItem" ? 2 : 0;
        // No rule and no item knows the attribute, so no condition can name it.
        var changed = Items[place].With("a_brand_new_attribute", ItemJson.S("a client's"));
        var unsure = LoseAnswerTo(table, operation, () => table.PutAsync(changed));

        var deleted = await table.DeleteAsync();
        var sync = await table.SyncAsync();

        Assert.Contains(Items[place], unsure);
        Assert.Null(deleted.Error);
        Assert.Equal("CatchUpIncomplete", sync.Error?.ErrorId);
        await table.AssertConflictsAsync([.. unsure]);
        await table.AssertItemsAsync([], Items.Select((item, index) => index == place ? changed : item).Copies());
    }

    [Theory]
    [InlineData(StateMode.Table)]
    [InlineData(StateMode.Folder)]
    public async Task Delete_notAppliedAndItemDeletedByAClientMeanwhile_keepsTheCopyAndRecordsAConflict(StateMode mode)
    {
        await using var table = await StateTables.CopiedAsync(engine, mode, Items);
        // The connection breaks before the request arrives, which looks as if its answer were lost.
        var cut = new Moment(request => Intervention.Writes(request, "DELETE", Items[2].Text("PK")), async _ =>
        {
            await table.DeleteItemAsync(Items[2]);
            return ProxyAction.Cut;
        });
        table.Proxy.Hook = cut.DecideAsync;

        Assert.Null((await table.DeleteAsync()).Error);
        Assert.Equal("CatchUpIncomplete", (await table.SyncAsync()).Error?.ErrorId);

        Assert.True(cut.Happened);
        await table.AssertConflictsAsync(Items[2]);
        await table.AssertItemsAsync([], Items.Copies());
    }

    /// <summary>Lets the first delete of an item be applied without an answer.</summary>
    /// <returns>The items of that request, once it came.</returns>
    private static List<JsonObject> LoseAnswerTo(MigratingTable table, string operation, Func<Task> before)
    {
        var pk = Items[operation == "DeleteItem" ? 2 : 0].Text("PK");
        var unsure = new List<JsonObject>();
        table.Proxy.Hook = new Moment(request => request.Operation == operation && Intervention.Writes(request, "DELETE", pk), async request =>
        {
            unsure.AddRange(Items.Where(item => Intervention.Names(request, item.Text("PK"))));
            await before();
            return ProxyAction.CutAfterForward;
        }).DecideAsync;
        return unsure;
    }
}
