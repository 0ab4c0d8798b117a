using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>Limits that are stored with the plan apply to a run that is at work.</summary>
public sealed class LimitsWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RunFiles files = new();
    private readonly RecordingObserver observer = new();
    private readonly RateController rate;
    private readonly IPlanState state;
    private readonly LimitsWatch watch;

    public LimitsWatchTests()
    {
        rate = new RateController(new RunLimits(UnitLimit.Of(10), UnitLimit.None, 16, "-ThrottleLimit"), "limits", Time);
        state = files.State();
        watch = new LimitsWatch(state, rate, observer, Time);
    }

    private string Path => files.Files().Limits;

    private FakeTimeProvider Time => files.Time;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task WithoutAFileTheRunsOwnLimitsHoldAndNothingIsSaid()
    {
        await watch.LookAsync(CancellationToken.None);
        Directory.CreateDirectory(files.Files().Path);
        await watch.LookAsync(CancellationToken.None);
        Assert.Same(rate.Own, rate.Limits);
        Assert.Empty(observer.Verbose);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task AFileIsTakenAndSaidOnceAndItsEndBringsTheRunsOwnLimitsBack()
    {
        await WriteAsync("""{ "maxReadUnits": null, "maxWriteUnits": 200, "throttleLimit": 4 } // for the night""");
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal((false, true, 4), (rate.Meter.Read.IsLimited, rate.Meter.Write.IsLimited, rate.Concurrency.State.Ceiling));
        Assert.Equal(
            $"Limits stored in folder '{files.Files().Path}': read units: no limit, by limits.json; write units: 200 a second, by limits.json; at most 4 requests at once.", Assert.Single(observer.Verbose));

        await state.WriteLimitsAsync(null, CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal((true, false, 16), (rate.Meter.Read.IsLimited, rate.Meter.Write.IsLimited, rate.Concurrency.State.Ceiling));
        Assert.Equal(2, observer.Verbose.Count);
        Assert.Contains("are gone, so the run's own limits apply: read units: 10 a second; write units: no limit; at most 16", observer.Verbose.Last(), StringComparison.Ordinal);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task AMemberThatIsLeftOutBringsItsOwnLimitBack()
    {
        await WriteAsync("""{"maxReadUnits":500,"throttleLimit":4}""");
        await watch.LookAsync(CancellationToken.None);
        await WriteAsync("""{"throttleLimit":4}""");
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal((UnitLimit.Of(10), 4), (rate.Limits.Read, rate.Limits.Requests));
    }

    [Fact]
    public async Task AnInvalidFileIsWarnedOfOncePerChangeAndChangesNothing()
    {
        await WriteAsync("""{"maxWriteUnits":200}""");
        await watch.LookAsync(CancellationToken.None);
        var limits = rate.Limits;

        await WriteAsync("""{"maxWriteUnits":-3}""");
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(
            $"The limits stored in folder '{files.Files().Path}' were not applied: maxWriteUnits is -3, and it must be a number above 0, or null for no limit. The limits stay as they are "
            + "(read units: 10 a second; write units: 200 a second, by limits.json; at most 16 requests at once); correct them with Set-DdbMigrationLimit (ddbns limits set).",
            Assert.Single(observer.Warnings));

        await WriteAsync("{");
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(2, observer.Warnings.Count);
        Assert.Same(limits, rate.Limits);
        Assert.True(rate.Meter.Write.IsLimited);

        await WriteAsync("{}");
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(rate.Own, rate.Limits);
    }

    [Fact]
    public async Task AFileThatCannotBeReadIsWarnedOfOnce()
    {
        Directory.CreateDirectory(Path);
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.StartsWith($"The limits stored in folder '{files.Files().Path}' were not applied: ", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        Assert.Same(rate.Own, rate.Limits);
    }

    [Fact]
    public async Task TheFileIsLookedAtOnceASecondUntilTheRunEnds()
    {
        using var stop = new CancellationTokenSource();
        var watching = watch.WatchAsync(stop.Token);
        Assert.NotNull(Time.NextDue);
        foreach (var requests in new[] { 3, 5, 7 })
        {
            await WriteAsync($$"""{"throttleLimit":{{requests}}}""");
            Time.Advance(TimeSpan.FromSeconds(1));
            await UntilAsync(() => rate.Limits.Requests == requests);
        }

        await stop.CancelAsync();
        await watching.WaitAsync(Patience);
        Assert.Null(Time.NextDue);
    }

    private Task WriteAsync(string json) => files.State().WriteLimitsAsync(json, CancellationToken.None);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
