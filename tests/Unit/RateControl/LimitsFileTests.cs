using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.RateControl;

public sealed class LimitsFileTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly RecordingObserver observer = new();
    private readonly RateController rate;
    private readonly string folder = Directory.CreateTempSubdirectory("limits-").FullName;
    private readonly LimitsFile file;

    public LimitsFileTests()
    {
        rate = new RateController(new RunLimits(UnitLimit.Of(10), UnitLimit.None, 16, "-ThrottleLimit"), "limits", time);
        file = new LimitsFile(folder, rate, observer, time);
    }

    private string Path => System.IO.Path.Combine(folder, "limits.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WithoutAFileTheRunsOwnLimitsHoldAndNothingIsSaid()
    {
        await file.LookAsync(CancellationToken.None);
        Directory.Delete(folder);
        await file.LookAsync(CancellationToken.None);
        Directory.CreateDirectory(folder);
        Assert.Same(rate.Own, rate.Limits);
        Assert.Empty(observer.Verbose);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task AFileIsTakenAndSaidOnceAndItsEndBringsTheRunsOwnLimitsBack()
    {
        await WriteAsync("""{ "maxReadUnits": null, "maxWriteUnits": 200, "throttleLimit": 4 } // for the night""");
        await file.LookAsync(CancellationToken.None);
        await file.LookAsync(CancellationToken.None);
        Assert.Equal((false, true, 4), (rate.Meter.Read.IsLimited, rate.Meter.Write.IsLimited, rate.Concurrency.State.Ceiling));
        Assert.Equal(
            $"Limits by '{Path}': read units: no limit, by limits.json; write units: 200 a second, by limits.json; at most 4 requests at once.", Assert.Single(observer.Verbose));

        File.Delete(Path);
        await file.LookAsync(CancellationToken.None);
        await file.LookAsync(CancellationToken.None);
        Assert.Equal((true, false, 16), (rate.Meter.Read.IsLimited, rate.Meter.Write.IsLimited, rate.Concurrency.State.Ceiling));
        Assert.Equal(2, observer.Verbose.Count);
        Assert.Contains("the run's own limits are back: read units: 10 a second; write units: no limit; at most 16", observer.Verbose.Last(), StringComparison.Ordinal);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task AMemberThatIsLeftOutBringsItsOwnLimitBack()
    {
        await WriteAsync("""{"maxReadUnits":500,"throttleLimit":4}""");
        await file.LookAsync(CancellationToken.None);
        await WriteAsync("""{"throttleLimit":4}""");
        await file.LookAsync(CancellationToken.None);
        Assert.Equal((UnitLimit.Of(10), 4), (rate.Limits.Read, rate.Limits.Requests));
    }

    [Fact]
    public async Task AnInvalidFileIsWarnedOfOncePerChangeAndChangesNothing()
    {
        await WriteAsync("""{"maxWriteUnits":200}""");
        await file.LookAsync(CancellationToken.None);
        var limits = rate.Limits;

        await WriteAsync("""{"maxWriteUnits":-3}""");
        await file.LookAsync(CancellationToken.None);
        await file.LookAsync(CancellationToken.None);
        Assert.Equal(
            $"The limits in '{Path}' were not taken: maxWriteUnits is -3, and it must be a number above 0, or null for no limit. The limits stay as they are "
            + "(read units: 10 a second; write units: 200 a second, by limits.json; at most 16 requests at once); correct the file, and the run takes it within a second.",
            Assert.Single(observer.Warnings));

        await WriteAsync("{");
        await file.LookAsync(CancellationToken.None);
        await file.LookAsync(CancellationToken.None);
        Assert.Equal(2, observer.Warnings.Count);
        Assert.Same(limits, rate.Limits);
        Assert.True(rate.Meter.Write.IsLimited);

        await WriteAsync("{}");
        await file.LookAsync(CancellationToken.None);
        Assert.Equal(rate.Own, rate.Limits);
    }

    [Fact]
    public async Task AFileThatCannotBeReadIsWarnedOfOnce()
    {
        Directory.CreateDirectory(Path);
        await file.LookAsync(CancellationToken.None);
        await file.LookAsync(CancellationToken.None);
        Assert.StartsWith($"The limits in '{Path}' were not taken: ", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        Assert.Same(rate.Own, rate.Limits);
    }

    [Fact]
    public async Task TheFileIsLookedAtOnceASecondUntilTheRunEnds()
    {
        using var stop = new CancellationTokenSource();
        var watching = file.WatchAsync(stop.Token);
        Assert.NotNull(time.NextDue);
        foreach (var requests in new[] { 3, 5, 7 })
        {
            await WriteAsync($$"""{"throttleLimit":{{requests}}}""");
            time.Advance(TimeSpan.FromSeconds(1));
            await UntilAsync(() => rate.Limits.Requests == requests);
        }

        await stop.CancelAsync();
        await watching.WaitAsync(Patience.Limit);
        Assert.Null(time.NextDue);
    }

    [Fact]
    public async Task WithoutAFolderNothingIsWatched()
    {
        await new LimitsFile(null, rate, observer, time).WatchAsync(CancellationToken.None).WaitAsync(Patience.Limit);
        Assert.Null(time.NextDue);
    }

    /// <summary>As an editor does it: the file is never there half-written.</summary>
    private async Task WriteAsync(string json)
    {
        await File.WriteAllTextAsync(Path + ".new", json);
        File.Move(Path + ".new", Path, overwrite: true);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
