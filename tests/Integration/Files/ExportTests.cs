using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Files;

/// <summary>An export leaves a whole file or none.</summary>
public sealed class ExportTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task AFileThatIsThereIsLeftUnlessItIsToBeReplaced()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20), isRegistered: false);
        var path = folder.WriteText("t.jsonl", "something else");
        folder.WriteText("u.jsonl.manifest.json", "{}");

        var refused = await Assert.ThrowsAsync<DdbException>(() => table.ExportAsync(path));
        var beside = await Assert.ThrowsAsync<DdbException>(() => table.ExportAsync(folder.Place("u.jsonl")));
        Assert.Equal(("FileExists", DdbErrorKind.AlreadyExists, path), (refused.ErrorId, refused.Kind, refused.Target));
        Assert.Equal("FileExists", beside.ErrorId);
        Assert.Equal((0, "something else"), (table.Proxy.Log.Total, await File.ReadAllTextAsync(path)));

        await table.ExportAllAsync(path, options => options with { Force = true });
        Assert.Equal(20, folder.ReadLines("t.jsonl").Length);
        Assert.Equal(["t.jsonl", "t.jsonl.manifest.json", "u.jsonl.manifest.json"], folder.Names);
    }

    [Theory]
    [InlineData("nowhere/t.jsonl", "InvalidPath")]
    [InlineData(".", "InvalidPath")]
    public async Task APlaceThatIsNoneIsRefusedBeforeAnythingIsRead(string name, string errorId)
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), isRegistered: false);
        var error = await Assert.ThrowsAsync<DdbException>(() => table.ExportAsync(folder.Place(name)));
        Assert.Equal((errorId, 0), (error.ErrorId, table.Proxy.Log.Total));
    }

    [Fact]
    public async Task ADryRunReadsNoItemAndWritesNoFile()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20), isRegistered: false);
        var run = await table.ExportAsync(folder.Place("t.jsonl"), options => options with { DryRun = true });
        Assert.Equal((DdbMigrationOutcome.Planned, 0, null), (run.Result.Outcome, run.Result.Items, run.Error));
        Assert.Equal(0, table.Proxy.Log.Count("Scan"));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task AStoppedExportLeavesNothing()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 5));

        var run = await table.CancelAtAsync("Scan", 3, token => table.ExportAsync(folder.Place("t.jsonl.gz"), options => options with { TotalSegments = 12 }, token));

        Assert.Equal((true, "ExportInterrupted", DdbMigrationOutcome.Incomplete), (run.IsInterrupted, run.Error!.ErrorId, run.Result.Outcome));
        Assert.Null(run.Result.Sha256);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task AnExportThatFailsLeavesTheFileThatWasThere()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(50), isRegistered: false);
        await table.ExportAllAsync(folder.Place("t.jsonl"));
        var before = await File.ReadAllBytesAsync(folder.Place("t.jsonl"));
        table.Proxy.Hook = request => ValueTask.FromResult(request is { Operation: "Scan", NumberOfOperation: > 5 }
            ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", "not allowed to Scan")) : ProxyAction.Forward);
        table.Proxy.Log.Clear();

        var error = await Assert.ThrowsAsync<DdbException>(() => table.ExportAsync(folder.Place("t.jsonl"), options => options with { Force = true }));

        Assert.Equal("AccessDenied", error.ErrorId);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Place("t.jsonl")));
        Assert.Equal(["t.jsonl", "t.jsonl.manifest.json"], folder.Names);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task FaultsAreWaitedOutAndEveryItemIsInTheFileOnce(int seed)
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(500, seed), isRegistered: false);
        await using var target = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var before = await table.ContentsAsync();
        var schedule = new FaultSchedule(seed, 0.3) { ExcludedOperations = ["DescribeTable"] };
        table.Proxy.Hook = schedule.DecideAsync;

        var export = await table.ExportAllAsync(folder.Place("t.jsonl.gz"), options => options with { TotalSegments = 40 });

        Assert.True(schedule.Injected.Total >= 8, schedule.ToString());
        Assert.True(export.Retries >= 8);
        Assert.Equal(before.Count, folder.ReadLines("t.jsonl.gz").Length);
        await target.ImportAllAsync(folder.Place("t.jsonl.gz"));
        await target.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task TheReadLimitHolds()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(600), isRegistered: false);

        var export = await table.ExportAllAsync(folder.Place("t.jsonl"), options => options with { MaxReadUnits = 20, TotalSegments = 4 });

        Assert.Equal(600, export.Items);
        // The bucket lends some units at first; what is beyond takes its time.
        Assert.True(export.Elapsed.TotalSeconds >= ((export.ReadUnits - 40) / 20) - 0.5, $"{export.ReadUnits} units in {export.Elapsed}");
    }

    [Fact]
    public async Task WhatIsNotThereIsNamed()
    {
        using var folder = new FileFolder();
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var error = await Assert.ThrowsAsync<DdbException>(() => table.ExportAsync(folder.Place("t.jsonl"), options => options with { TableName = "no-such-table" }));
        Assert.Equal("TableNotFound", error.ErrorId);
        Assert.Empty(folder.Names);
    }
}
