using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>
/// A stop that comes while a delete's answer is on its way: what that shows is dealt with before the run ends. The change here is an attribute
/// that no such item had, so that no condition named it.
/// </summary>
public sealed class StopTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Old = ItemJson.Of("ENTITY#stopping", "#META", ("name", ItemJson.S("as read")));
    private static readonly JsonObject Changed = Old.With("unheardOf", ItemJson.S("only here"));

    [Fact]
    public async Task WhatWasDeletedAfterAChangeIsPutBackFirst()
    {
        await using var table = await CreateAsync();

        var run = await StopAsync(table, _ => ProxyAction.Forward);

        Assert.True(run.IsInterrupted);
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal(DdbItemReason.Kept, report.Reason);
        Assert.Contains("put back", report.Detail, StringComparison.Ordinal);
        ItemAssert.Equal(Changed, (await table.GetAsync(Old))!);
    }

    [Fact]
    public async Task WhatCannotBePutBackIsReportedWholeAndTheRunEnds()
    {
        await using var table = await CreateAsync();

        var run = await StopAsync(table, _ => ProxyAction.Delay(TimeSpan.FromMinutes(10)));

        Assert.True(run.IsInterrupted);
        var report = Assert.Single(run.Result.Reports);
        Assert.Contains("could not be put back", report.Detail, StringComparison.Ordinal);
        Assert.Contains("""{"S":"only here"}""", report.Detail, StringComparison.Ordinal);
        Assert.Null(await table.GetAsync(Old));
    }

    /// <summary>An item that is changed without the delete's seeing it, among others whose change it sees and asks about again, which the stop forbids.</summary>
    private async Task<MigratingTable> CreateAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, [Old, .. ItemJson.Plain(10)]);
        await table.CopyAllAsync();
        return table;
    }

    private static async Task<MigrationRun<DdbMigrationResult>> StopAsync(MigratingTable table, Func<ProxiedRequest, ProxyAction> whenPutBack)
    {
        using var stop = new CancellationTokenSource();
        table.Proxy.Hook = async request =>
        {
            if (request.Operation == "PutItem")
                return whenPutBack(request);
            if (request.Operation != "BatchExecuteStatement")
                return ProxyAction.Forward;
            await table.PutAsync(Changed);
            foreach (var other in ItemJson.Plain(10))
                await table.PutAsync(other.With("name", ItemJson.S("changed")));
            return ProxyAction.Rewrite(null, response =>
            {
                _ = stop.CancelAsync();
                return response;
            });
        };
        var run = await table.DeleteAsync(o => o with { TotalSegments = 1, ThrottleLimit = 1 }, stop.Token).WaitAsync(Patience.Limit);
        Assert.True(stop.IsCancellationRequested);
        return run;
    }
}
