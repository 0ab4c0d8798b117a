using System.Text.Json.Nodes;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>A holder that is cut off loses its lease to another machine, and does nothing more when it is back.</summary>
public sealed class LeaseLostTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject[] Items = [.. ItemJson.Plain(60)];

    [Fact]
    public async Task Delete_cutOffAndTakenOver_endsWithLeaseLostAndLosesNothing()
    {
        await using var table = await StateTables.CopiedAsync(engine, StateMode.Table, Items);
        await using var network = LoopbackProxy.Start(engine.EndpointUrl);
        using var a = new Machine(table, network.EndpointUrl);
        using var b = new Machine(table, table.Proxy.EndpointUrl);
        var reached = new TaskCompletionSource();
        var back = new TaskCompletionSource();
        network.Hook = async request =>
        {
            if (request.Operation == "BatchExecuteStatement")
                reached.TrySetResult();
            // From its first delete on nothing gets through.
            if (reached.Task.IsCompleted)
                await back.Task;
            return ProxyAction.Forward;
        };
        await using var holder = a.Start("delete", "--throttle-limit", "1");
        await reached.Task.WaitAsync(Ddbns.Limit);
        await MoveHolderElsewhereAsync(table);

        // It observes for as long as a lease holds.
        await b.DoAsync("delete");
        back.SetResult();

        var lost = await holder.WaitAsync(Ddbns.Limit);
        Ddbns.AssertExit(1, lost);
        Assert.Contains("The lease of this delete was lost", lost.StandardError, StringComparison.Ordinal);
        await table.AssertItemsAsync([], Items.Copies());
        await b.CatchUpAsync();
        await table.AssertItemsAsync([], Items.Copies());
    }

    /// <summary>Makes the holder's process one that this machine cannot look at.</summary>
    private static async Task MoveHolderElsewhereAsync(MigratingTable table)
    {
        var state = await table.Raw.ScanAsync(StateStores.DefaultTableName);
        var held = Assert.Single(state.Values, item => item["processScope"] is not null && item["state"]?["S"]?.GetValue<string>() == "held");
        await table.Raw.SendAsync("UpdateItem", new JsonObject
        {
            ["TableName"] = StateStores.DefaultTableName,
            ["Key"] = new JsonObject { ["PK"] = held["PK"]!.DeepClone(), ["SK"] = held["SK"]!.DeepClone() },
            ["UpdateExpression"] = "SET processScope = :elsewhere",
            ["ExpressionAttributeValues"] = new JsonObject { [":elsewhere"] = new JsonObject { ["S"] = "another-boot/pid:[1]" } },
        });
    }
}
