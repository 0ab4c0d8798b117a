using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.RateControl;

/// <summary>The limits of a run that is under way are changed by a file.</summary>
public sealed class LimitsFileTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("limits-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ARunThatWouldTakeDaysEndsOnceItsLimitIsTakenAway()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(50));
        var scanned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        table.Proxy.Hook = request =>
        {
            if (request is { Operation: "Scan", NumberOfOperation: 1 })
                scanned.TrySetResult();
            return ValueTask.FromResult(ProxyAction.Forward);
        };

        var running = ScanAsync(table, pages: 20, o => o with { MaxReadUnits = 0.000_01 });
        await scanned.Task.WaitAsync(Patience.Limit);
        await WriteAsync("""{ "maxReadUnits": null /* nobody is at work */ }""");
        var status = await running.WaitAsync(Patience.Limit);

        Assert.Equal(20, table.Proxy.Log.Count("Scan"));
        Assert.Contains(table.Observer.Verbose, message => message.StartsWith($"Limits by '{Path.Combine(folder, "limits.json")}': read units: no limit", StringComparison.Ordinal));
        Assert.Empty(table.Observer.Warnings);
        Assert.DoesNotContain("read units", status.LimitedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AThrottleLimitInTheFileHoldsFromThenOn()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(5));
        await WriteAsync("""{ "throttleLimit": 1 }""");
        table.Proxy.Hook = _ => ValueTask.FromResult(ProxyAction.Delay(TimeSpan.FromMilliseconds(5)));

        var status = await ScanAsync(table, pages: 40, o => o, atOnce: 8, when: rate => rate.Limits.Requests == 1).WaitAsync(Patience.Limit);

        Assert.Equal(new RateStatus(1, "concurrency 1: limits.json"), status);
        Assert.Equal(1, table.Proxy.Log.PeakConcurrency);
    }

    /// <summary>Scans a table again and again in a run that watches the file.</summary>
    private Task<RateStatus> ScanAsync(
        MigratingTable table, int pages, Func<MigrationOptions, MigrationOptions> with, int atOnce = 1, Func<RateController, bool>? when = null) =>
        MigrationSession.RunAsync(with(table.Options), table.Observer, TimeProvider.System, async session =>
        {
            using var stop = new CancellationTokenSource();
            var watching = new LimitsFile(folder, session.Rate, session.Observer, session.Time).WatchAsync(stop.Token);
            while (when?.Invoke(session.Rate) == false)
                await Task.Delay(20);
            table.Proxy.Log.Clear();
            await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
            {
                for (var page = 0; page < pages / atOnce; page++)
                    (await session.Calls.ScanAsync(0, 1, null, null, CancellationToken.None)).Dispose();
            }));
            var status = session.Rate.Status;
            await stop.CancelAsync();
            await watching;
            return status;
        }, CancellationToken.None);

    private async Task WriteAsync(string json)
    {
        var path = Path.Combine(folder, "limits.json");
        await File.WriteAllTextAsync(path + ".new", json);
        File.Move(path + ".new", path, overwrite: true);
    }
}
