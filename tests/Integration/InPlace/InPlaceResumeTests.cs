using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Integration.Worker;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>Stopped or killed anywhere and run again, a change in place and its undo end in the table that they are to make.</summary>
public sealed class InPlaceResumeTests(DynoxideServer engine, ITestOutputHelper output) : IClassFixture<DynoxideServer>, IDisposable
{
    private const int Each = 60;
    private const int Candidates = 3 * Each;

    private readonly TestMapping mapping = new($"{AccountTable.Backfill},{AccountTable.Overwriting}");

    public void Dispose() => mapping.Dispose();

    [Theory]
    [InlineData("Scan", 3)]
    [InlineData("BatchExecuteStatement", 1)]
    [InlineData("BatchExecuteStatement", 5)]
    public async Task ARunThatWasStoppedGoesOnAndCountsEachItemOnce(string operation, int number)
    {
        await using var table = await AccountTable.CreateAsync(engine, Each);
        var before = await table.ContentsAsync();
        await table.StopAtAsync(operation, number, token => table.CopyAsync(o => o with { Mapping = mapping.Path, ThrottleLimit = 2, TotalSegments = 6 }, token));

        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path, TotalSegments = 6 });

        Assert.Null(run.Error);
        Assert.True(run.Result.IsResumed);
        Assert.Equal((Candidates, Candidates), (run.Result.Candidates, run.Result.Written));
        await table.AssertHoldsAsync(AccountTable.Expected(before.Values));
    }

    [Fact]
    public async Task AKilledRunAndAKilledUndoAreRunAgain()
    {
        var kills = 0;
        for (var seed = 1; seed <= 2; seed++)
        {
            await using var table = await AccountTable.CreateAsync(engine, Each);
            var before = await table.ContentsAsync();
            var killSwitch = new KillSwitch(table.Proxy);

            async Task<JsonNode> RunAsync(string command)
            {
                var runs = await killSwitch.RunUntilItEndsAsync(
                    [command, "--table-name", table.Name, "--mapping", mapping.Path, "--checkpoint-path", table.CheckpointPath, "--output", "json"], (seed * 10) + kills, 14, 2);
                Ddbns.AssertExit(0, runs.Last);
                kills += runs.KilledAt.Count;
                output.WriteLine($"seed {seed}: {command} killed at the requests {string.Join(", ", runs.KilledAt)}");
                return Ddbns.Parse(runs.Last);
            }

            await RunAsync("migrate");
            await table.AssertHoldsAsync(AccountTable.Expected(before.Values));
            var undone = await RunAsync("undo");
            Assert.Equal(0, undone["changed"]!.GetValue<long>());
            await table.AssertHoldsAsync(before);
        }

        Assert.True(kills >= 4, $"Only {kills} kills happened.");
    }
}
