using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>Killed in the middle of a copy, a delete and an undo and run again, the worker ends in the tables that it is to make.</summary>
public sealed class KillTests(TwoEngines engines, ITestOutputHelper output) : IClassFixture<TwoEngines>
{
    private const int Within = 40;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task AKilledCopyDeleteAndUndoAreRunAgain(int seed, bool apart)
    {
        await using var tables = await TwoTables.CreateAsync(engines, SampleTable.Items(400, seed).Where(item => item.Count < 90), apart);
        var before = (await tables.Source.ContentsAsync()).Values.ToList();
        var (onSource, onTarget) = (new KillSwitch(tables.Source.Proxy), new KillSwitch(tables.Target.Proxy));

        await RunAsync(onTarget, "table", "migrate");
        await tables.Target.AssertHoldsAsync(before);
        await RunAsync(onSource, "delete");
        await tables.Source.AssertHoldsAsync([]);
        await RunAsync(onTarget, "undo");
        await tables.Target.AssertHoldsAsync([]);
        await tables.Source.AssertHoldsAsync(before);
        await RunAsync(onSource, "table", "migrate");
        await RunAsync(onTarget, "delete");
        await tables.Source.AssertHoldsAsync([]);
        await tables.Target.AssertHoldsAsync(before);

        async Task<JsonNode> RunAsync(KillSwitch killSwitch, params string[] command)
        {
            var runs = await killSwitch.RunUntilItEndsAsync(
                [
                    .. command, "--table-name", tables.Source.Name, "--endpoint-url", tables.Source.Proxy.EndpointUrl, "--target-table-name", tables.Target.Name,
                    "--target-endpoint-url", tables.Target.Proxy.EndpointUrl, "--checkpoint-path", tables.CheckpointPath, "--output", "json",
                ],
                seed, Within, mostKills: 2);
            Ddbns.AssertExit(0, runs.Last);
            Assert.NotEmpty(runs.KilledAt);
            output.WriteLine($"{string.Join(' ', command)}: killed at {string.Join(", ", runs.KilledAt)}");
            return Ddbns.Parse(runs.Last);
        }
    }
}
