using System.Collections.Concurrent;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.RateControl;

/// <summary>A run keeps to the capacity that it was given.</summary>
public sealed class CapacityLimitTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    // A second's worth may be saved up and spent at once, of runs that last about five.
    private const double Slack = 0.7;

    [Fact]
    public async Task ACopyStaysWithinItsWriteUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1500));

        var result = (await table.CopyAsync(o => o with { MaxWriteUnits = 600 })).Result;

        Assert.Equal((1500L, 3000.0), (result.Written, result.WriteUnits));
        AssertWithin(result, result.WriteUnits, 600);
    }

    [Fact]
    public async Task ADeleteStaysWithinItsWriteUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1500));
        await table.CopyAllAsync();

        var result = (await table.DeleteAsync(o => o with { MaxWriteUnits = 300 })).Result;

        Assert.Equal((1500L, 1500.0), (result.Deleted, result.WriteUnits));
        AssertWithin(result, result.WriteUnits, 300);
    }

    [Fact]
    public async Task AScanStaysWithinItsReadUnits()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(400).Select(item => item.With("text", ItemJson.S(new string('t', 1500)))));

        var result = (await table.CopyAsync(o => o with { DryRun = true, MaxReadUnits = 60 })).Result;

        Assert.True(result.ReadUnits > 240, $"{result.ReadUnits} units are too few to tell.");
        AssertWithin(result, result.ReadUnits, 60);
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(40, 16)]
    public async Task NoBurstIsMuchMoreThanASecondsWorth(double limit, int throttleLimit)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(300).Select(item => item.With("text", ItemJson.S(new string('t', 3000)))));
        using var stop = new CancellationTokenSource();
        var sent = new ConcurrentQueue<int>();
        // No write is answered, so nothing can be learnt of what it costs: this is what the run sends at most in its first moment.
        table.Proxy.Hook = async request =>
        {
            if (request.Operation != "BatchExecuteStatement")
                return ProxyAction.Forward;
            sent.Enqueue(request.Json()["Statements"]!.AsArray().Count);
            if (sent.Count == 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                await stop.CancelAsync();
            }

            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            return ProxyAction.Cut;
        };

        await table.CopyAsync(o => o with { MaxWriteUnits = limit, ThrottleLimit = throttleLimit }, stop.Token);

        // Each item takes 4 units and 1 in GSI4. A second's worth may have been saved up, another has come in meanwhile, and a batch may pass the mark;
        // one more for what the first requests cannot know.
        var units = sent.Sum() * 5;
        Assert.NotEmpty(sent);
        Assert.True(units <= (3 * limit) + (sent.Max() * 5), $"{units} units were sent in a second at a limit of {limit}.");
    }

    private static void AssertWithin(DdbMigrationResult result, double units, double limit)
    {
        var allowed = result.Elapsed.TotalSeconds * limit;
        Assert.True(units * Slack <= allowed, $"{units} units in {result.Elapsed.TotalSeconds:0.0} s at a limit of {limit}.");
    }
}
