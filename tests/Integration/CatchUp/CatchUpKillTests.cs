using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Load;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>A catch-up that is killed anywhere and run again carries every write.</summary>
public sealed class CatchUpKillTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private const int Within = 40;

    [Fact]
    public async Task KilledBesideWritersItLosesNothing() => Assert.True(await MigrateAsync(seed: 3, mostKills: 3) >= 8);

    [Fact]
    [Trait("Category", "Soak")]
    public async Task ThirtyKillsAreSurvived()
    {
        var kills = 0;
        for (var seed = 31; kills < 30; seed++)
            kills += await MigrateAsync(seed, mostKills: 4);
    }

    /// <returns>How often the worker was killed.</returns>
    private async Task<int> MigrateAsync(int seed, int mostKills)
    {
        var load = new LiveLoad(seed, WritesPerSecond: 60, FirstItems: 60, MostItems: 120, MostWrites: 600);
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var registry = (await table.ContentsAsync()).Values.ToList();
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, MigratingTable.NamespaceId, load);
        await table.EnableStreamAsync();
        var schedule = new FaultSchedule(seed, seed % 2 == 0 ? 0.2 : 0.0) { ExcludedOperations = ["DescribeTable"] };
        table.Proxy.Hook = schedule.DecideAsync;
        var killSwitch = new KillSwitch(table.Proxy);
        string[] place = ["--table-name", table.Name, "--checkpoint-path", table.CheckpointPath, "--idle-seconds", "1"];

        // Neither ends before nothing changes any more.
        writers.Start();
        var copying = killSwitch.RunUntilItEndsAsync(["migrate", "--catch-up", .. place], seed, Within, mostKills);
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= load.MostWrites / 3);
        await writers.PauseAsync();
        var copy = await copying;
        Ddbns.AssertExit(0, copy.Last);
        await table.AssertHoldsAllAsync(writers, registry);

        writers.Start();
        var following = killSwitch.RunUntilItEndsAsync(["sync", "--stop-when-idle", .. place], -seed, Within, mostKills);
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= load.MostWrites * 2 / 3);
        await writers.PauseAsync();
        var sync = await following;
        Ddbns.AssertExit(0, sync.Last);
        await table.AssertHoldsAllAsync(writers, registry);

        writers.Start();
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= load.MostWrites * 5 / 6);
        var changingOver = killSwitch.RunUntilItEndsAsync(["sync", "--stop-when-idle", .. place], seed + 1000, Within, mostKills);
        await writers.CutOverAsync(CutOver.WhenCaughtUp);
        var cutOver = await changingOver;
        await writers.PauseAsync();
        // What a killed run had carried and a new client had changed before it was read again is recorded as a conflict, though nothing is missing.
        Assert.True(cutOver.Last.ExitCode is 0 or 1, cutOver.Last.ToString());
        Assert.DoesNotContain("Failed:", cutOver.Last.StandardOutput, StringComparison.Ordinal);
        await table.AssertHoldsAllAsync(writers, registry);

        output.WriteLine($"seed {seed}: killed at the requests {string.Join(", ", copy.KilledAt)} of migrate --catch-up, {string.Join(", ", sync.KilledAt)} of sync and "
            + $"{string.Join(", ", cutOver.KilledAt)} of sync during the cut-over; {writers.Ledger}; faults {schedule.Injected}");
        return copy.KilledAt.Count + sync.KilledAt.Count + cutOver.KilledAt.Count;
    }
}
