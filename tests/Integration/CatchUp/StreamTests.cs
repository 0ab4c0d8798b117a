using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>A table's stream on the real engine: switching it on, reading it, going on from a position.</summary>
public sealed class StreamTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private readonly List<JsonObject> items = SampleTable.Items(20, 31).ToList();

    [Fact]
    public async Task EveryChangeArrivesInOrderWithItsImages()
    {
        await using var table = await MigratingTable.CreateAsync(engine, items);
        var position = await EnableAsync(table);
        var first = items[0];
        var changed = (JsonObject)first.DeepClone();
        changed["note"] = new JsonObject { ["S"] = "changed" };
        await table.PutAsync(changed);
        await table.Raw.DeleteAsync(table.Name, first.Text("PK"), first.Text("SK"));
        await table.PutAsync(first);

        var (seen, _) = await ReadAsync(table, position, 3);
        Assert.Equal([StreamEvent.Modify, StreamEvent.Remove, StreamEvent.Insert], seen.Select(change => change.Event).ToList());
        Assert.All(seen, change => Assert.Equal((first.Text("PK"), first.Text("SK")), (change.Key.Text("PK"), change.Key.Text("SK"))));
        ItemAssert.Equal(first, seen[0].Old!);
        ItemAssert.Equal(changed, seen[0].New!);
        ItemAssert.Equal(changed, seen[1].Old!);
        Assert.Null(seen[1].New);
        Assert.Null(seen[2].Old);
        ItemAssert.Equal(first, seen[2].New!);
    }

    [Fact]
    public async Task ASecondReaderGoesOnWhereTheFirstStopped()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var position = await EnableAsync(table);
        foreach (var item in items.Take(5))
            await table.PutAsync(item);
        var (_, moved) = await ReadAsync(table, position, 5);
        foreach (var item in items.Skip(5).Take(3))
            await table.PutAsync(item);

        var (seen, last) = await ReadAsync(table, moved, 3);
        Assert.Equal(items.Skip(5).Take(3).Select(item => item.Text("SK")).ToList(), seen.Select(change => change.Key.Text("SK")).ToList());
        Assert.NotEqual(moved.Shards.Single(), last.Shards.Single());
    }

    [Fact]
    public async Task ThrottlingAndLostConnectionsAreWaitedOut()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var position = await EnableAsync(table);
        foreach (var item in items.Take(5))
            await table.PutAsync(item);
        var requests = 0;
        table.Proxy.Hook = _ => ValueTask.FromResult((Interlocked.Increment(ref requests) % 4) switch
        {
            1 => ProxyAction.Respond(ProxiedResponse.Error(400, "LimitExceededException", "Rate exceeded")),
            3 => ProxyAction.Cut,
            _ => ProxyAction.Forward,
        });
        var (seen, _) = await ReadAsync(table, position, 5);
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task AReplacedStreamIsSaidToBeLost()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var position = await EnableAsync(table);
        using var client = ConnectionFactory.Create(table.Connection);
        await SetStreamAsync(table, new JsonObject { ["StreamEnabled"] = false });
        var off = await TableReader.ReadAsync(client, table.Name, CancellationToken.None);
        Assert.Null(off.LatestStreamArn);
        Assert.Null(off.StreamViewType);
        Assert.Equal("StreamPositionLost", Assert.Throws<DdbException>(() => StreamRequirements.RequireCurrent(off, position)).ErrorId);
        var gone = await Assert.ThrowsAsync<DdbException>(() => ReadAsync(table, position, 1));
        Assert.Equal("StreamPositionLost", gone.ErrorId);

        var on = await StreamSwitch.EnableAsync(client, table.Name, TimeProvider.System, CancellationToken.None);
        Assert.NotEqual(position.StreamArn, on.LatestStreamArn, StringComparer.Ordinal);
        Assert.Equal("StreamPositionLost", Assert.Throws<DdbException>(() => StreamRequirements.RequireCurrent(on, position)).ErrorId);
    }

    [Fact]
    public async Task AStreamOfKeysOnlyIsRefusedAndLeft()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        await SetStreamAsync(table, new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "KEYS_ONLY" });
        using var client = ConnectionFactory.Create(table.Connection);
        var error = await Assert.ThrowsAsync<DdbException>(() => StreamSwitch.EnableAsync(client, table.Name, TimeProvider.System, CancellationToken.None));
        Assert.Equal("StreamNotEnabled", error.ErrorId);
        Assert.Equal("KEYS_ONLY", (await TableReader.ReadAsync(client, table.Name, CancellationToken.None)).StreamViewType);
    }

    private static async Task<StreamPosition> EnableAsync(MigratingTable table)
    {
        using var client = ConnectionFactory.Create(table.Connection);
        using var streams = ConnectionFactory.CreateStreams(table.Connection);
        var described = await StreamSwitch.EnableAsync(client, table.Name, TimeProvider.System, CancellationToken.None);
        return await StreamPosition.TakeAsync(new StreamCalls(streams, table.Name, TimeProvider.System), described, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Reads until so many changes have come and the stream is drained.</summary>
    private static async Task<(List<Change> Seen, StreamPosition Position)> ReadAsync(MigratingTable table, StreamPosition position, int count)
    {
        using var client = ConnectionFactory.CreateStreams(table.Connection);
        var seen = new ConcurrentQueue<Change>();
        var consumer = new StreamConsumer(new StreamCalls(client, table.Name, TimeProvider.System), table.Name, position, TimeProvider.System);
        using var stop = new CancellationTokenSource(Patience.Limit);
        var running = consumer.RunAsync(
            (records, _) =>
            {
                foreach (var record in records)
                    seen.Enqueue(Change.Of(record));
                return Task.CompletedTask;
            }, stop.Token);
        while (!running.IsCompleted && (seen.Count < count || consumer.DrainedSince is null))
            await Task.Delay(20);
        if (running.IsFaulted)
            await running;
        Assert.False(stop.IsCancellationRequested, $"{seen.Count} of {count} changes came in time.");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(count, seen.Count);
        return ([.. seen], consumer.Position);
    }

    private static Task SetStreamAsync(MigratingTable table, JsonObject specification) =>
        table.Raw.SendAsync("UpdateTable", new JsonObject { ["TableName"] = table.Name, ["StreamSpecification"] = specification });

    /// <summary>A record as it was when it came: its page is gone after that.</summary>
    private sealed record Change(StreamEvent Event, JsonObject Key, JsonObject? Old, JsonObject? New)
    {
        public static Change Of(StreamRecord record) => new(
            record.Event,
            DynamoJson.Parse(record.Keys.Json),
            record.OldImage is { } old ? DynamoJson.Parse(old.Json) : null,
            record.NewImage is { } made ? DynamoJson.Parse(made.Json) : null);
    }
}
