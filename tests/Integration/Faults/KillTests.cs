using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Worker.Samples;
using Xunit;
using Xunit.Abstractions;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>Killed anywhere and run again, a copy and a delete end in the mapped table.</summary>
public sealed class KillTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>
{
    // No run of the first kind is shorter, so at least the first kill of each command happens.
    private const int Within = 40;

    [Fact]
    public async Task AKilledCopyAndAKilledDeleteAreRunAgain() => Assert.True(await MigrateAsync(seed: 1, mostKills: 2) >= 2);

    [Fact]
    [Trait("Category", "Soak")]
    public async Task FiftyKillsAreSurvived()
    {
        var kills = 0;
        for (var seed = 1; kills < 50; seed++)
            kills += await MigrateAsync(seed, mostKills: 4);
    }

    /// <returns>How often the worker was killed.</returns>
    private async Task<int> MigrateAsync(int seed, int mostKills)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(400, seed));
        var before = await table.ContentsAsync();
        var killSwitch = new KillSwitch(table.Proxy, Ddbns.Limit);

        var copy = await killSwitch.RunUntilItEndsAsync(["migrate", "--table-name", table.Name], seed, Within, mostKills);
        Ddbns.AssertExit(0, copy.Last);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));

        var delete = await killSwitch.RunUntilItEndsAsync(["delete", "--table-name", table.Name], -seed, Within, mostKills);
        Ddbns.AssertExit(0, delete.Last);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));

        output.WriteLine($"seed {seed}: killed at the requests {string.Join(", ", copy.KilledAt)} of a copy and {string.Join(", ", delete.KilledAt)} of a delete");
        Assert.NotEmpty(copy.KilledAt);
        Assert.NotEmpty(delete.KilledAt);
        return copy.KilledAt.Count + delete.KilledAt.Count;
    }
}
