using System.Text;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using Xunit;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>What the logs of every home of state do.</summary>
public abstract class StateLogContract : IAsyncLifetime
{
    private IStateHome? home;

    private protected IStateHome Home => home!;

    private protected PlanIdentity Plan { get; } = StatePlans.Plan();

    private protected abstract IStateHome CreateHome();

    public ValueTask InitializeAsync()
    {
        home = CreateHome();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Home.DisposeAsync();

    [Fact]
    public async Task Entries_areReadOnFromACursor_byEveryMachine()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        var log = state.Log(StateLogs.Deletions);
        var other = Home.Open().Open(Plan).Log(StateLogs.Deletions);
        var cursor = new LogCursor();
        Assert.Empty(await other.ReadTextsAsync(cursor));

        var first = await log.AppendAsync("one", lease);
        var second = await log.AppendAsync("two", lease);

        Assert.True(second.Offset > first.Offset);
        Assert.Equal(["one", "two"], await other.ReadTextsAsync(cursor));
        Assert.Equal(second, cursor.Position);
        Assert.Empty(await other.ReadTextsAsync(cursor));
        await log.AppendAsync("three", lease);
        Assert.Equal(["three"], await other.ReadTextsAsync(cursor));
        Assert.Equal(["one", "two", "three"], await other.ReadTextsAsync());
    }

    [Fact]
    public async Task Entries_ofSeveralLeases_standInOneOrder()
    {
        var cursor = new LogCursor();
        var reader = Home.Open().Open(Plan).Log(StateLogs.Deletions);
        for (var run = 1; run <= 4; run++)
        {
            var state = Home.Open().Open(Plan);
            await using var lease = await state.AcquireAsync(run % 2 == 0 ? RunOperation.Undo : RunOperation.Delete);
            await state.Log(StateLogs.Deletions).AppendAsync($"{run}a", lease);
            await state.Log(StateLogs.Deletions).AppendAsync($"{run}b", lease);
            Assert.Equal([$"{run}a", $"{run}b"], await reader.ReadTextsAsync(cursor));
            // Two of the leases are left behind.
            if (run > 2)
                await lease.EndAsync();
        }

        Assert.Equal(["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b"], await reader.ReadTextsAsync());
    }

    [Fact]
    public async Task Appends_atTheSameTime_areAllThere()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        var expected = Enumerable.Range(0, 40).Select(number => $"entry {number}").ToList();

        await Task.WhenAll(expected.Select(text => state.Log(StateLogs.Deletions).AppendAsync(text, lease)));

        var found = await Home.Open().Open(Plan).Log(StateLogs.Deletions).ReadTextsAsync();
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Truncation_cutsOffWhatStandsBehindAPosition()
    {
        var state = Home.Open().Open(Plan);
        var log = state.Log(StateLogs.Deletions);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        await log.TruncateAsync(null, lease, CancellationToken.None);
        await log.AppendAsync("one", lease);
        var position = await log.AppendAsync("two", lease);
        await log.AppendAsync("three", lease);
        await log.AppendAsync("four", lease);

        await log.TruncateAsync(position, lease, CancellationToken.None);
        Assert.Equal(["one", "two"], await log.ReadTextsAsync());
        var later = await log.AppendAsync("five", lease);
        await log.AppendAsync("six", lease);
        await log.TruncateAsync(later, lease, CancellationToken.None);
        await log.TruncateAsync(later, lease, CancellationToken.None);
        await log.AppendAsync("seven", lease);

        Assert.Equal(
            ["one", "two", "five", "seven"], await Home.Open().Open(Plan).Log(StateLogs.Deletions).ReadTextsAsync());
        await log.TruncateAsync(position, lease, CancellationToken.None);
        Assert.Equal(["one", "two"], await log.ReadTextsAsync());
        await log.TruncateAsync(null, lease, CancellationToken.None);
        Assert.Empty(await log.ReadTextsAsync());
        await log.AppendAsync("eight", lease);
        Assert.Equal(["eight"], await log.ReadTextsAsync());
    }

    [Fact]
    public async Task Removal_takesWhatStandsBeforeAPosition()
    {
        var state = Home.Open().Open(Plan);
        var log = state.Log(StateLogs.Deletions);
        var lease = await state.AcquireAsync(RunOperation.Sync);
        await log.AppendAsync("one", lease);
        var position = await log.AppendAsync("two", lease);
        await log.AppendAsync("three", lease);

        await log.RemoveThroughAsync(position, lease, CancellationToken.None);
        Assert.Equal(["three"], await log.ReadTextsAsync());
        var cursor = new LogCursor();
        await log.ReadTextsAsync(cursor);
        await log.RemoveThroughAsync(cursor.Position, lease, CancellationToken.None);
        Assert.Empty(await log.ReadTextsAsync());
        await lease.EndAsync();
        await lease.DisposeAsync();

        // The end of a log is known also where nothing is left of it.
        await using var next = await Home.Open().Open(Plan).AcquireAsync(RunOperation.Sync);
        await Home.Open().Open(Plan).Log(StateLogs.Deletions).AppendAsync("four", next);
        Assert.Equal(["four"], await log.ReadTextsAsync());
    }

    [Theory]
    [InlineData(StateLimits.MaximumAppend)]
    [InlineData(900 * 1024)]
    public async Task Entries_thatAreLarge_comeWhole(int bytes)
    {
        var state = Home.Open().Open(Plan);
        var log = state.Log(StateLogs.Deletions);
        await using var lease = await state.AcquireAsync(RunOperation.Delete);
        byte[][] entries =
        [
            StatePlans.Noise(bytes, 1),
            Encoding.ASCII.GetBytes(new string('a', bytes)),
            StatePlans.Noise(bytes, 2),
            StatePlans.Noise(10, 3),
        ];
        LogPosition? position = null;
        foreach (var entry in entries)
            position = await log.AppendAsync(entry, lease, CancellationToken.None);

        var found = new List<byte[]>();
        var reader = Home.Open().Open(Plan).Log(StateLogs.Deletions);
        await foreach (var entry in reader.ReadAsync(new LogCursor(), CancellationToken.None))
            found.Add(entry.ToArray());
        Assert.Equal(entries, found);
        await log.RemoveThroughAsync(position!, lease, CancellationToken.None);
        Assert.Empty(await log.ReadTextsAsync());
    }

    [Fact]
    public async Task Logs_ofSimilarNames_areApart()
    {
        var state = Home.Open().Open(Plan);
        await using var lease = await state.AcquireAsync(RunOperation.Sync);
        string[] names = [StateLogs.Updates, StateLogs.SyncUpdates, StateLogs.Deletions];
        foreach (var name in names)
            await state.Log(name).AppendAsync(name, lease);

        await state.Log(StateLogs.Updates).TruncateAsync(null, lease, CancellationToken.None);

        Assert.Empty(await state.Log(StateLogs.Updates).ReadTextsAsync());
        Assert.Equal([StateLogs.SyncUpdates], await state.Log(StateLogs.SyncUpdates).ReadTextsAsync());
        Assert.Equal([StateLogs.Deletions], await state.Log(StateLogs.Deletions).ReadTextsAsync());
    }
}
