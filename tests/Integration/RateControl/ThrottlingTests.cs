using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.RateControl;

/// <summary>A table that throttles gets fewer requests at once, and the result tells it.</summary>
public sealed class ThrottlingTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    // So high that the few requests of these runs cannot make the concurrency grow back to it, or even near it.
    private const int Ceiling = 256;

    [Theory]
    [InlineData("request")]
    [InlineData("statement")]
    public async Task ThrottlingLowersTheConcurrencyAndTheResultTellsIt(string whatIsThrottled)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(400));
        var before = await table.ContentsAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(request is not { Operation: "BatchExecuteStatement", NumberOfOperation: 1 or 2 or 3 }
            ? ProxyAction.Forward
            : whatIsThrottled == "request" ? ProxyAction.Throttle : StatementFault.Inject(request, (_, index) => index == 0 ? new StatementFault("ThrottlingError") : null));

        var result = (await table.CopyAsync(Limited)).Result;

        Assert.Equal((400L, 3L), (result.Written, result.Throttled));
        // Half at the start and halved again at least once; one more for each window of as many answers.
        Assert.InRange(result.Concurrency, 1, (Ceiling / 4) + (int)(result.Requests / (Ceiling / 16)));
        Assert.StartsWith($"concurrency {result.Concurrency} of {Ceiling}: the table throttled ", result.LimitedBy, StringComparison.Ordinal);
        Assert.EndsWith(" s ago", result.LimitedBy, StringComparison.Ordinal);
        Assert.Contains(table.Observer.Snapshots, snapshot => snapshot.Rate!.LimitedBy.Contains("the table throttled", StringComparison.Ordinal));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task WithoutThrottlingTheConcurrencyOnlyGrows()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(400));

        var result = (await table.CopyAsync(Limited)).Result;

        Assert.InRange(result.Concurrency, Ceiling / 2, Ceiling);
        Assert.Equal($"concurrency {result.Concurrency} of {Ceiling}: growing", result.LimitedBy);
    }

    [Fact]
    public async Task NoMoreRequestsAreUnderWayThanTheThrottleLimit()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(1000));
        table.Proxy.Hook = _ => ValueTask.FromResult(ProxyAction.Delay(TimeSpan.FromMilliseconds(10)));

        var result = (await table.CopyAsync(o => o with { ThrottleLimit = 3, TotalSegments = 4 })).Result;

        Assert.Equal(1000, result.Written);
        Assert.InRange(table.Proxy.Log.PeakConcurrency, 1, 3);
        Assert.Equal((3, "concurrency 3: -ThrottleLimit"), (result.Concurrency, result.LimitedBy));
    }

    private static MigrationOptions Limited(MigrationOptions options) => options with { ThrottleLimit = Ceiling, TotalSegments = 4 };
}
