using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>Killed anywhere and run again, a copy, a delete and an undo end in the table that they are to make, and tell no more than it holds.</summary>
public sealed class KillTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    private const int Items = 400;

    // No run of the first kind is shorter, so at least the first kill of each command happens.
    private const int Within = 40;

    [Fact]
    public async Task AKilledCopyDeleteAndUndoAreRunAgain()
    {
        var kills = 0;
        for (var seed = 1; seed <= 2; seed++)
            kills += await MigrateAsync(seed, mostKills: 2);
        Assert.True(kills >= 8, $"Only {kills} kills happened.");
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task AHundredKillsAreSurvived()
    {
        var kills = 0;
        for (var seed = 1; kills < 100; seed++)
            kills += await MigrateAsync(seed, mostKills: 4);
        output.WriteLine($"{kills} kills.");
    }

    /// <returns>How often the worker was killed.</returns>
    private async Task<int> MigrateAsync(int seed, int mostKills)
    {
        // Without prefixed items and wide ones: a kill in the middle of a wide item's delete leaves something to look at.
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(Items, seed).Where(item => item.Count < 90));
        var before = await table.ContentsAsync();
        var candidates = before.Keys.Count(key => ExpectedTable.IsUnprefixed(key.Pk));
        var killSwitch = new KillSwitch(table.Proxy);
        var killedAt = new List<string>();
        var kills = 0;

        async Task<JsonNode> RunAsync(string command)
        {
            var runs = await killSwitch.RunUntilItEndsAsync(
                [command, "--table-name", table.Name, "--checkpoint-path", table.CheckpointPath, "--output", "json"], (seed * 10) + kills, Within, mostKills);
            Ddbns.AssertExit(0, runs.Last);
            Assert.NotEmpty(runs.KilledAt);
            kills += runs.KilledAt.Count;
            killedAt.Add($"{command} {string.Join(", ", runs.KilledAt)}");
            return Ddbns.Parse(runs.Last);
        }

        var copied = await RunAsync("migrate");
        Assert.Equal((candidates, candidates), (Number(copied, "candidates"), Number(copied, "written") + Number(copied, "alreadyMigrated")));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));

        var deleted = await RunAsync("delete");
        Assert.InRange(Number(deleted, "deleted"), 1, candidates);
        Assert.InRange(Number(deleted, "candidates"), Number(deleted, "deleted"), candidates);
        Assert.Equal(0, Number(deleted, "kept"));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));

        var undone = await RunAsync("undo");
        Assert.InRange(Number(undone, "removed"), 1, candidates);
        Assert.InRange(Number(undone, "restored"), 0, candidates);
        Assert.Equal((0, 0), (Number(undone, "changed"), Number(undone, "failed")));
        await table.AssertHoldsAsync(before);

        output.WriteLine($"seed {seed}: killed at the requests {string.Join("; ", killedAt)}");
        return kills;
    }

    private static long Number(JsonNode result, string name) => result[name]!.GetValue<long>();
}
