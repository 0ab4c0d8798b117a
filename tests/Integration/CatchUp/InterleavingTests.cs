using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>
/// Old items that change while the copy's insert of their older state is under way: catch-up has read what happened to them before the copy is there.
/// </summary>
public sealed class InterleavingTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject[] Items = [.. ItemJson.Plain(8)];
    private static readonly JsonObject Old = Items[3];

    [Theory]
    [InlineData("delete")]
    [InlineData("change")]
    [InlineData("change, delete")]
    [InlineData("delete, change")]
    [InlineData("change, delete, change, delete")]
    public async Task InOneProcess(string changes)
    {
        await using var table = await StreamingAsync();
        var held = Hold(table, () => table.ChangeOneByOneAsync(Old, changes.Split(", ")));

        var run = await table.CopyAndCatchUpAsync();

        Assert.True(held.Happened);
        Assert.Null(run.Error);
        await AssertFollowedAsync(table, changes);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("change, delete")]
    [InlineData("delete, change")]
    public async Task AsTwoRuns(string changes)
    {
        await using var table = await StreamingAsync();
        await using var sync = new BackgroundSync(table);
        var held = Hold(table, async () =>
        {
            sync.Start();
            await table.ChangeOneByOneAsync(Old, changes.Split(", "));
        });

        await table.CopyAllAsync();

        Assert.True(held.Happened);
        await sync.StopAsync();
        Assert.Null((await table.SyncAsync()).Error);
        await AssertFollowedAsync(table, changes);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("change, delete")]
    public async Task ASecondCopyOverATableThatHasCopies(string changes)
    {
        await using var table = await StreamingAsync();
        await table.DeleteItemAsync(Old);
        await table.CopyAllAsync();
        Assert.Null((await table.SyncAsync()).Error);
        await table.PutAsync(Old);
        await using var sync = new BackgroundSync(table);
        var held = Hold(table, async () =>
        {
            sync.Start();
            await table.ChangeOneByOneAsync(Old, changes.Split(", "));
        });

        await table.CopyAllAsync();

        Assert.True(held.Happened);
        await sync.StopAsync();
        Assert.Null((await table.SyncAsync()).Error);
        await AssertFollowedAsync(table, changes);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("change, delete")]
    public async Task ACopyThatIsInterruptedAndGoesOn(string changes)
    {
        await using var table = await StreamingAsync();
        using var stop = new CancellationTokenSource();
        var held = Hold(table, async () =>
        {
            await table.ChangeOneByOneAsync(Old, changes.Split(", "));
            await stop.CancelAsync();
        });

        var first = await table.CopyAndCatchUpAsync(o => o with { TotalSegments = 1 }, stop.Token);
        var waiting = await table.SyncAsync();
        var second = await table.CopyAndCatchUpAsync(o => o with { TotalSegments = 1 });

        Assert.True(held.Happened && first.IsInterrupted);
        Assert.Equal("CopyNotFinished", waiting.Error?.ErrorId);
        Assert.Equal((null, true), (second.Error, second.Result.IsResumed));
        await AssertFollowedAsync(table, changes);
    }

    [Fact]
    public async Task AnInsertThatIsSentAgainLongAfterItWasCarriedOut()
    {
        await using var table = await StreamingAsync();
        var sent = 0;
        table.Proxy.Hook = async request =>
        {
            if (!Intervention.Writes(request, "INSERT", CopyKey))
                return ProxyAction.Forward;
            switch (Interlocked.Increment(ref sent))
            {
                case 1:
                    return ProxyAction.CutAfterForward;
                case 2:
                    await table.ChangeOneByOneAsync(Old, ["change", "delete"]);
                    return ProxyAction.Forward;
                default:
                    return ProxyAction.Forward;
            }
        };

        var run = await table.CopyAndCatchUpAsync();

        Assert.True(sent >= 2);
        Assert.Null(run.Error);
        await AssertFollowedAsync(table, "change, delete");
    }

    /// <summary>A review has read the old item and found no copy; before it puts one, the old item is deleted and catch-up reads that.</summary>
    [Fact]
    public async Task AReviewThatWasAboutToPutWhatIsDeletedMeanwhile()
    {
        await using var table = await StreamingAsync();
        await using var sync = new BackgroundSync(table);
        var made = ItemJson.Of("ENTITY#made-while-copying", "#META", ("n", ItemJson.N(1)));
        var copyKey = ExpectedTable.CopyOf(made, MigratingTable.NamespaceId).Text("PK");
        var (inserting, putting) = (0, 0);
        var (told, passed) = (new TaskCompletionSource(), new TaskCompletionSource());
        table.Proxy.Hook = async request =>
        {
            if (Intervention.Writes(request, "INSERT", CopyKey) && Interlocked.Increment(ref inserting) == 1)
            {
                sync.Start();
                await table.ChangeOneByOneAsync(made, ["change"]);
            }

            if (request.Operation == "PutItem" && Intervention.Names(request, copyKey) && Interlocked.Increment(ref putting) == 1)
            {
                await table.DeleteItemAsync(made);
                await told.Task.WaitAsync(Patience.Limit);
                // A catch-up that acted beside the review would do so now.
                await Task.Delay(TimeSpan.FromSeconds(1));
                return ProxyAction.Rewrite(response: response =>
                {
                    passed.SetResult();
                    return response;
                });
            }

            return request.Operation != "GetRecords" ? ProxyAction.Forward : ProxyAction.Rewrite(response: response =>
            {
                if (Encoding.UTF8.GetString(response.Body.Span).Contains("REMOVE", StringComparison.Ordinal))
                    told.TrySetResult();
                return response;
            });
        };

        await table.CopyAllAsync();
        await Patience.UntilAsync(() => passed.Task.IsCompleted, "The review put nothing");
        await sync.StopAsync();
        Assert.Null((await table.SyncAsync()).Error);

        Assert.Null(await table.GetCopyAsync(made));
        await table.AssertInStepAsync();
    }

    /// <summary>A delete is put off, and the item is made anew just before the review reads it.</summary>
    [Fact]
    public async Task AReviewThatReadsWhatTheStreamHasNotToldYet()
    {
        await using var table = await StreamingAsync();
        var (inserting, reading) = (0, 0);
        table.Proxy.Hook = async request =>
        {
            if (Intervention.Writes(request, "INSERT", CopyKey) && Interlocked.Increment(ref inserting) == 1)
                await table.ChangeOneByOneAsync(Old, ["delete"]);
            if (request.Operation == "BatchGetItem" && Intervention.Names(request, Old.Text("PK")) && Interlocked.Increment(ref reading) == 1)
            {
                // The copy was put from the older state; it goes, so that nothing but the review can tell.
                await table.DeleteItemAsync(ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId));
                await table.PutAsync(Old.With("change", ItemJson.N(1)));
            }

            return ProxyAction.Forward;
        };

        var run = await table.CopyAndCatchUpAsync();

        Assert.True(reading > 0);
        Assert.Null(run.Error);
        await AssertFollowedAsync(table, "change");
    }

    private static string CopyKey => ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId).Text("PK");

    private static Intervention Hold(MigratingTable table, Func<Task> act) => table.Before(request => Intervention.Writes(request, "INSERT", CopyKey), act);

    private static async Task AssertFollowedAsync(MigratingTable table, string changes)
    {
        Assert.Equal(changes.EndsWith("delete", StringComparison.Ordinal), await table.GetCopyAsync(Old) is null);
        await table.AssertInStepAsync();
    }

    private async Task<MigratingTable> StreamingAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, Items);
        await table.EnableStreamAsync();
        return table;
    }
}
