using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>The engine has done what was asked, and the connection breaks before the answer arrives.</summary>
public sealed class LostAnswerTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("BatchExecuteStatement")]
    [InlineData("PutItem")]
    public async Task ACopyWhoseAnswerIsLostIsFoundWritten(string operation)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(200, 61));
        var before = await table.ContentsAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(
            request.Operation == operation && request.NumberOfOperation == 2 ? ProxyAction.CutAfterForward : ProxyAction.Forward);

        var result = await table.CopyAllAsync();

        Assert.Equal((200L, 200L), (result.Candidates, result.Written + result.AlreadyMigrated));
        Assert.InRange(result.AlreadyMigrated, 1, 25);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("BatchExecuteStatement")]
    [InlineData("DeleteItem")]
    public async Task ADeleteWhoseAnswerIsLostIsFoundDone(string operation)
    {
        // Which delete comes second is chance, and a wide item's lost answer has a test of its own below.
        var items = SampleTable.Items(201, 62).Where(item => item.Count < 150).ToList();
        await using var table = await MigratingTable.CreateAsync(engine, items);
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        table.Proxy.Log.Clear();
        var isCut = false;
        table.Proxy.Hook = request =>
        {
            if (request.Operation != operation || request.NumberOfOperation != 2)
                return ValueTask.FromResult(ProxyAction.Forward);
            isCut = true;
            return ValueTask.FromResult(ProxyAction.CutAfterForward);
        };

        var run = await table.DeleteAsync();

        Assert.True(isCut);
        Assert.Null(run.Error);
        Assert.Equal((items.Count, 0L), (run.Result.Deleted, run.Result.Kept));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeleteOfAWideItemWhoseAnswerIsLostIsOnlyCountedWhereNothingCanHaveBeenLost(bool changesAtThatMoment)
    {
        var wide = ItemJson.Wide("ENTITY#wide");
        await using var table = await MigratingTable.CreateAsync(engine, [wide]);
        await table.CopyAllAsync();
        var moment = new Intervention(r => r.Operation == "DeleteItem", () =>
            changesAtThatMoment ? table.PutAsync(wide.With("added", ItemJson.S("changed"))) : Task.CompletedTask);
        table.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return request is { Operation: "DeleteItem", NumberOfOperation: 1 } ? ProxyAction.CutAfterForward : ProxyAction.Forward;
        };

        var run = await table.DeleteAsync();

        Assert.True(moment.Happened);
        Assert.NotNull(await table.GetCopyAsync(wide));
        if (changesAtThatMoment)
            Assert.Contains(run.Result.Reports, report => report.SourceKey == wide.KeyText());
        else
            Assert.Equal(1, run.Result.Deleted + run.Result.Kept);
    }
}
