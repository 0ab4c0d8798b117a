using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Load;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>What keeps a catch-up from beginning, from going on, or from ending, and what is said then.</summary>
public sealed class CatchUpErrorTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject[] Items = [.. ItemJson.Plain(6)];

    [Fact]
    public async Task WithoutAStreamNothingBeginsUnlessItMayBeTurnedOn()
    {
        await using var table = await MigratingTable.CreateAsync(engine, Items);

        var sync = await Assert.ThrowsAsync<DdbException>(() => table.SyncAsync());
        var copy = await table.CopyAndCatchUpAsync();
        Assert.Equal(("StreamNotEnabled", "StreamNotEnabled", 0), (sync.ErrorId, copy.Error?.ErrorId, table.WriteCalls));
        Assert.Contains("-EnableStream", sync.Message, StringComparison.Ordinal);

        Assert.Null((await table.CopyAndCatchUpAsync(o => o with { EnableStream = true })).Error);
        await table.PutAsync(Items[0].With("n", ItemJson.N(100)));
        Assert.Null((await table.SyncAsync()).Error);
        await table.AssertInStepAsync();
    }

    [Fact]
    public async Task AReplacedStreamIsAPositionLost()
    {
        await using var table = await CopiedAsync();
        Assert.Null((await table.SyncAsync()).Error);
        await table.DisableStreamAsync();
        await table.EnableStreamAsync();

        Assert.Equal("StreamPositionLost", await ErrorOfAsync(() => table.SyncAsync()));

        Assert.Null((await table.CopyAndCatchUpAsync(o => o with { Restart = true })).Error);
        Assert.Null((await table.SyncAsync()).Error);
    }

    [Fact]
    public async Task APositionOlderThanADayIsLost()
    {
        await using var table = await CopiedAsync();
        Assert.Null((await table.SyncAsync()).Error);
        var path = RunFolder.At(table.CheckpointPath).CheckpointPath(RunOperation.Sync);
        var checkpoint = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        Age(checkpoint["stream"]!);
        await File.WriteAllTextAsync(path, checkpoint.ToJsonString());

        Assert.Equal("StreamPositionLost", await ErrorOfAsync(() => table.SyncAsync()));
    }

    [Fact]
    public async Task WithoutACopyEverythingWaitsForOne()
    {
        await using var table = await MigratingTable.CreateAsync(engine, Items);
        await table.EnableStreamAsync();
        await using (var begun = new BackgroundSync(table))
        {
            begun.Start();
            await table.ChangeOneByOneAsync(Items[0], ["change", "delete"]);
            await table.ChangeOneByOneAsync(Items[1], ["change"]);
            await begun.StopAsync();
        }

        var alone = await table.SyncAsync();
        Assert.Equal(("CopyNotFinished", DdbMigrationOutcome.Incomplete), (alone.Error?.ErrorId, alone.Result.Outcome));
        Assert.True(alone.Result.Waiting > 0);
        Assert.Contains(table.Observer.Warnings, warning => warning.Contains("from now on", StringComparison.Ordinal));

        await table.CopyAllAsync();
        var settled = await table.SyncAsync();
        Assert.Equal((null, 0), (settled.Error, settled.Result.Waiting));
        await table.AssertInStepAsync();
    }

    [Fact]
    public async Task ACopyThatBeganWithoutAStreamIsMadeAnewForCatchUp()
    {
        await using var table = await MigratingTable.CreateAsync(engine, Items);
        using var stop = new CancellationTokenSource();
        var held = table.Before(request => Intervention.Writes(request, "INSERT", ExpectedTable.CopyOf(Items[5], MigratingTable.NamespaceId).Text("PK")), stop.CancelAsync);
        var first = await table.CopyAsync(o => o with { TotalSegments = 1 }, stop.Token);
        Assert.True(held.Happened && first.IsInterrupted);
        await table.EnableStreamAsync();

        var second = await table.CopyAndCatchUpAsync(o => o with { TotalSegments = 1 });

        Assert.Equal((null, false, Items.Length), (second.Error, second.Result.IsResumed, second.Result.Candidates));
        await table.AssertInStepAsync();
    }

    [Fact]
    public async Task ACopyThatBeganBeforeTheStreamAndIsResumedIsNotTakenForAWholeOne()
    {
        await using var table = await MigratingTable.CreateAsync(engine, Items);
        using var stop = new CancellationTokenSource();
        var held = table.Before(request => Intervention.Writes(request, "INSERT", ExpectedTable.CopyOf(Items[5], MigratingTable.NamespaceId).Text("PK")), stop.CancelAsync);
        Assert.True((await table.CopyAsync(cancellationToken: stop.Token)).IsInterrupted && held.Happened);
        await table.EnableStreamAsync();
        await using (var begun = new BackgroundSync(table))
        {
            begun.Start();
            await table.ChangeOneByOneAsync(Items[0], ["delete"]);
            await begun.StopAsync();
        }

        Assert.True((await table.CopyAllAsync()).IsResumed);
        Assert.Equal("CopyNotFinished", (await table.SyncAsync()).Error?.ErrorId);

        await table.CopyAllAsync();
        Assert.Null((await table.SyncAsync()).Error);
        await table.AssertInStepAsync();
    }

    [Fact]
    public async Task ItEndsAtItsTimeAndGoesOnFromThere()
    {
        await using var table = await CopiedAsync();
        await table.PutAsync(Items[0].With("n", ItemJson.N(100)));
        var ended = await table.SyncAsync(o => o with { StopWhenIdle = false, Until = DateTimeOffset.UtcNow.AddSeconds(2) });
        Assert.Null(ended.Error);
        await table.PutAsync(Items[1].With("n", ItemJson.N(100)));

        var next = await table.SyncAsync();

        Assert.Equal((null, true, 2), (next.Error, next.Result.IsResumed, next.Result.Changes));
        await table.AssertInStepAsync();
    }

    [Fact]
    public async Task TwoAtOnceAreOneTooMany()
    {
        await using var table = await CopiedAsync();
        await using var sync = new BackgroundSync(table);
        sync.Start();
        await Patience.UntilAsync(() => RunLock.IsTaken(RunFolder.At(table.CheckpointPath), RunOperation.Sync), "The catch-up did not begin");

        Assert.Equal("RunInProgress", await ErrorOfAsync(() => table.SyncAsync()));
        Assert.Equal("RunInProgress", (await table.CopyAndCatchUpAsync()).Error?.ErrorId);

        await sync.StopAsync();
        Assert.Null((await table.SyncAsync()).Error);
    }

    [Fact]
    public async Task WhatIsPutOffIsReviewedWhileWritersNeverPause()
    {
        await using var table = await CopiedAsync();
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, MigratingTable.NamespaceId, new LiveLoad(Seed: 5, Clients: 4, WritesPerSecond: 60, FirstItems: 20, MostItems: 30, MostWrites: 600));
        await table.PutAsync(ExpectedTable.CopyOf(Items[2], MigratingTable.NamespaceId).With("by", ItemJson.S("a new client")));
        await table.PutAsync(Items[2].With("by", ItemJson.S("an old client")));
        writers.Start();
        await using var sync = new BackgroundSync(table);
        sync.Start();

        var folder = RunFolder.At(table.CheckpointPath);
        await Patience.UntilAsync(() => RecordLog.Read<DdbItemReport>(folder.RecordsPath(RunOperation.Sync)).Any(), "The conflict was not recorded");

        Assert.True(writers.Ledger.Acknowledged < 600, "The writers had ended before.");
        await writers.PauseAsync();
        await sync.StopAsync();
        Assert.NotEqual("CopyNotFinished", (await table.SyncAsync()).Error?.ErrorId, StringComparer.Ordinal);
    }

    private async Task<MigratingTable> CopiedAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, Items);
        await table.EnableStreamAsync();
        await table.CopyAllAsync();
        return table;
    }

    /// <summary>The error that a run ends with, whether it had begun or not.</summary>
    private static async Task<string?> ErrorOfAsync(Func<Task<MigrationRun<DdbCatchUpResult>>> run)
    {
        try
        {
            return (await run()).Error?.ErrorId;
        }
        catch (DdbException error)
        {
            return error.ErrorId;
        }
    }

    /// <summary>Takes every moment in it back by two days.</summary>
    private static void Age(JsonNode node)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
        {
            if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && DateTimeOffset.TryParse(text.GetValue<string>(), out var moment) && name.EndsWith("At", StringComparison.Ordinal) | name == "skipBefore")
                node[name] = moment.AddDays(-2).ToString("O");
            else if (value is not null)
                Age(value);
        }

        foreach (var element in node as JsonArray ?? [])
            Age(element!);
    }
}
