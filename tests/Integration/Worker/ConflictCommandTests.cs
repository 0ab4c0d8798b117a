using DynamoNamespace.Tests.Integration.Conflicts;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Worker;

/// <summary>Runs and conflicts on the command line.</summary>
public sealed class ConflictCommandTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task RunsAndConflictsAreListedWithoutACallAndConflictsAreResolved()
    {
        var (old, copy) = ConflictTable.Pair();
        await using var table = await ConflictTable.WithConflictsAsync(engine, [old, copy, .. ItemJson.Plain(5)]);
        string[] here = ["--checkpoint-path", table.CheckpointPath];

        var run = Assert.Single((await table.RunAsync(["run", "list", "--output", "json", .. here])).Json().AsArray())!;
        var conflict = Assert.Single((await table.RunAsync(["conflict", "list", "--output", "json", .. here])).Json().AsArray())!;
        var text = (await table.RunAsync(["conflict", "list", .. here])).StandardOutput;
        Assert.Equal(0, table.Proxy.Log.Count("DescribeTable"));

        Assert.Equal(("Copy", "Finished", "Incomplete", 6, 5, 1), ((string)run["operation"]!, (string)run["status"]!, (string)run["outcome"]!, (int)run["candidates"]!, (int)run["done"]!, (int)run["conflicts"]!));
        Assert.Equal((old.KeyText(), copy.KeyText(), "Conflict"), ((string)conflict["sourceKey"]!, (string)conflict["targetKey"]!, (string)conflict["reason"]!));
        Assert.Contains($"Conflict (Copy): {old.KeyText()} -> {copy.KeyText()}", text, StringComparison.Ordinal);

        var planned = Assert.Single((await table.RunAsync(["conflict", "resolve", "--use", "source", "--what-if", "--output", "json", .. here])).Json().AsArray())!;
        Assert.Equal("Planned", (string)planned["outcome"]!);
        ItemAssert.Equal(copy, await table.GetCopyAsync(old));

        var undecided = await table.RunAsync(["conflict", "resolve", "--use", "newer", .. here]);
        Ddbns.AssertExit(1, undecided);
        Assert.Contains("--use source", undecided.StandardError, StringComparison.Ordinal);

        var resolved = await table.RunAsync(["conflict", "resolve", "--use", "source", .. here]);
        Ddbns.AssertExit(0, resolved);
        Assert.StartsWith("Resolved: ", resolved.StandardOutput, StringComparison.Ordinal);
        ItemAssert.Equal(ExpectedTable.CopyOf(old, MigratingTable.NamespaceId), await table.GetCopyAsync(old));
        Assert.Contains("No conflict is open.", (await table.RunAsync(["conflict", "list", .. here])).StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableWithoutARunIsAnError()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        string[] here = ["--checkpoint-path", table.NewCheckpointPath()];

        foreach (var command in new string[][] { ["conflict", "list"], ["conflict", "resolve", "--use", "source"] })
        {
            var result = await table.RunAsync([.. command, .. here]);
            Ddbns.AssertExit(1, result);
            Assert.Contains("No run on table", result.StandardError, StringComparison.Ordinal);
        }

        Assert.Contains("No run has a checkpoint here.", (await table.RunAsync(["run", "list", .. here])).StandardOutput, StringComparison.Ordinal);
        Ddbns.AssertExit(2, await table.RunAsync("conflict", "resolve", "--use", "both"));
    }
}
