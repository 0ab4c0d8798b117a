using System.Collections.Concurrent;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.RateControl;

/// <summary>A run keeps to the capacity that it was given.</summary>
public sealed class CapacityLimitTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task ACopyStaysWithinItsWriteUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1500));

        var result = (await table.CopyAsync(o => o with { MaxWriteUnits = 600 })).Result;

        Assert.Equal((1500L, 3000.0), (result.Written, result.WriteUnits));
        CapacityAssert.Within(result.WriteUnits, 600, result.Elapsed, dearestCall: 50);
    }

    [Fact]
    public async Task ADeleteStaysWithinItsWriteUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1500));
        await table.CopyAllAsync();

        var result = (await table.DeleteAsync(o => o with { MaxWriteUnits = 300 })).Result;

        Assert.Equal((1500L, 1500.0), (result.Deleted, result.WriteUnits));
        CapacityAssert.Within(result.WriteUnits, 300, result.Elapsed, dearestCall: 25);
    }

    [Fact]
    public async Task AScanStaysWithinItsReadUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(400).Select(item => item.With("text", ItemJson.S(new string('t', 1500)))));

        var result = (await table.CopyAsync(o => o with { DryRun = true, MaxReadUnits = 60 })).Result;

        Assert.True(result.ReadUnits > 240, $"{result.ReadUnits} units are too few to tell.");
        // 16 pages at once, each perhaps a unit larger than those before.
        CapacityAssert.Within(result.ReadUnits, 60, result.Elapsed, dearestCall: 20);
    }

    /// <summary>No write is answered, so nothing can be learnt of what it costs, and at this limit nothing to speak of comes in meanwhile.</summary>
    [Fact]
    public async Task ManyWritersAtOnceDoNotBeginWithABurst()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(300).Select(item => item.With("text", ItemJson.S(new string('t', 3000)))));
        using var stop = new CancellationTokenSource();
        var sent = new ConcurrentQueue<int>();
        table.Proxy.Hook = request =>
        {
            if (request.Operation != "BatchExecuteStatement")
                return ValueTask.FromResult(ProxyAction.Forward);
            sent.Enqueue(request.Json()["Statements"]!.AsArray().Count);
            return ValueTask.FromResult(ProxyAction.Delay(Patience.Limit));
        };

        var running = table.CopyAsync(o => o with { MaxWriteUnits = 0.1, ThrottleLimit = 16 }, stop.Token);
        await Patience.UntilAsync(
            () => running.IsCompleted || table.Observer.Snapshots.Any(snapshot => snapshot.Rate!.LimitedBy.StartsWith("write units: ", StringComparison.Ordinal)),
            "Nobody waited for write units");
        await stop.CancelAsync();
        await running;

        Assert.Single(sent);
    }
}
