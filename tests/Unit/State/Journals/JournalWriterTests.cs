using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Journals;

/// <summary>What the writer tells, when, and in how many appends.</summary>
public sealed class JournalWriterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryLog log = new();
    private readonly TestLease lease = new(fence: 7);
    private readonly FakeTimeProvider time = new();
    private readonly JournalItems items = new();
    private readonly JournalWriter writer;
    private readonly SemaphoreSlim mayAppend = new(0);

    public JournalWriterTests() => writer = new JournalWriter(log, lease, TestTables.Limits.Key, time);

    public void Dispose()
    {
        items.Dispose();
        mayAppend.Dispose();
    }

    [Fact]
    public async Task Entries_areNumberedFromOneInTheirOrder()
    {
        var first = await writer.AddAsync([items.Item(1), items.Item(2)], CancellationToken.None);
        await writer.AddAsync(JournalEntryKind.Kept, items.Item(1).Mapped, CancellationToken.None);
        var second = await writer.AddAsync([items.Item(3)], CancellationToken.None);

        Assert.Equal([1, 2, 4], first.Concat(second).Select(item => item.JournalEntry));
        Assert.Equal("7:1 Deleted, 7:2 Deleted, 7:3 Kept, 7:4 Deleted", string.Join(", ", Entries().Select(entry => $"{entry.Fence}:{entry.Number} {entry.Kind}")));
        Assert.All(Entries(), entry => Assert.Equal(time.GetUtcNow(), entry.WrittenAt));
    }

    [Fact]
    public async Task Entries_areDurableWhenAddReturns()
    {
        HoldAppends();
        var adding = writer.AddAsync([items.Item(1)], CancellationToken.None);
        Assert.False(adding.IsCompleted);
        Assert.Empty(log.Appends);
        mayAppend.Release();
        await adding.WaitAsync(Patience);
        Assert.Single(log.Appends);
    }

    [Fact]
    public async Task Callers_thatWaitAtTheSameTime_shareOneAppend()
    {
        HoldAppends();
        var first = writer.AddAsync([items.Item(0)], CancellationToken.None);
        var others = Enumerable.Range(1, 50).Select(number => writer.AddAsync([items.Item(number)], CancellationToken.None)).ToList();
        mayAppend.Release(100);
        await Task.WhenAll([first, .. others]).WaitAsync(Patience);

        Assert.Equal(2, log.Appends.Count);
        Assert.Equal(Enumerable.Range(1, 51).Select(number => (long)number), Entries().Select(entry => entry.Number));
        Assert.Equal(Enumerable.Range(1, 51).Select(number => (long)number), others.Prepend(first).Select(added => added.Result[0].JournalEntry));
    }

    [Fact]
    public async Task ManyConcurrentWriters_loseNoEntryAndAppendNoEmptyBlock()
    {
        const int writers = 16, rounds = 60;
        log.BeforeAppend = static async _ => await Task.Delay(1);
        await Parallel.ForEachAsync(Enumerable.Range(0, writers), new ParallelOptions { MaxDegreeOfParallelism = writers }, async (number, token) =>
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var item in await writer.AddAsync(items.Items(((number * rounds) + round) * 2, 2), token))
                    writer.Settle(item.JournalEntry);
            }
        });
        await writer.FlushAsync(CancellationToken.None);

        var entries = Entries();
        Assert.Equal(Enumerable.Range(1, writers * rounds * 2).Select(number => (long)number), entries.Select(entry => entry.Number));
        Assert.Equal(writers * rounds * 2, entries.Select(entry => entry.Content).Distinct().Count());
        // All but the last, which tells that everything is answered, hold entries; and waiting together made them few.
        Assert.All(log.Appends.SkipLast(1), bytes => Assert.NotEmpty(Entries(bytes)));
        Assert.InRange(log.Appends.Count, 1, writers * rounds / 4);
        Assert.Equal(writers * rounds * 2, Settled(log.Appends[^1]));
    }

    [Fact]
    public async Task Settled_isToldUpToTheFirstEntryWithoutAnAnswer()
    {
        var added = await writer.AddAsync(items.Items(0, 5), CancellationToken.None);
        foreach (var at in new[] { 0, 1, 3, 4 })
            writer.Settle(added[at].JournalEntry);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Equal([0, 2], log.Appends.Select(Settled));

        writer.Settle(added[2].JournalEntry);
        await writer.CompleteAsync(RunFiles.Checkpoint(), CancellationToken.None);
        Assert.Equal([0, 2, 5], log.Appends.Select(Settled));
    }

    [Fact]
    public async Task Flush_withNothingNewToTell_appendsNothing()
    {
        await writer.FlushAsync(CancellationToken.None);
        var added = await writer.AddAsync(items.Items(0, 2), CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
        writer.Settle(added[1].JournalEntry);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Single(log.Appends);

        writer.Settle(added[0].JournalEntry);
        await writer.FlushAsync(CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Equal(2, log.Appends.Count);
    }

    [Fact]
    public async Task Settled_neverReachesAnEntryThatIsNotAppendedYet()
    {
        var added = await writer.AddAsync(items.Items(0, 1), CancellationToken.None);
        HoldAppends();
        var kept = writer.AddAsync(JournalEntryKind.Kept, items.Item(0).Mapped, CancellationToken.None);
        var later = writer.AddAsync(JournalEntryKind.Kept, items.Item(0).Mapped, CancellationToken.None);
        writer.Settle(added[0].JournalEntry);
        mayAppend.Release(10);
        await Task.WhenAll(kept, later).WaitAsync(Patience);
        await writer.FlushAsync(CancellationToken.None);

        var known = 0L;
        foreach (var bytes in log.Appends)
        {
            Assert.InRange(Settled(bytes), 0, known);
            known += Entries(bytes).Count;
        }

        Assert.Equal(3, Settled(log.Appends[^1]));
    }

    [Fact]
    public async Task AnsweredBy_isUnknownUntilItIsToldAndThenTheMomentOfThatAppend()
    {
        var added = await writer.AddAsync(items.Items(0, 2), CancellationToken.None);
        using var reader = Reader();
        await reader.RefreshAsync(CancellationToken.None);
        var entries = added.Select(item => reader.Find(items.KeyOf(item))!).ToList();
        Assert.All(entries, entry => Assert.Null(reader.AnsweredBy(entry)));

        time.Advance(TimeSpan.FromSeconds(3));
        writer.Settle(added[0].JournalEntry);
        await writer.FlushAsync(CancellationToken.None);
        var told = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(4));
        await writer.AddAsync(items.Items(2, 1), CancellationToken.None);
        await reader.RefreshAsync(CancellationToken.None);
        Assert.Equal((told, null), (reader.AnsweredBy(entries[0]), reader.AnsweredBy(entries[1])));

        writer.Settle(added[1].JournalEntry);
        time.Advance(TimeSpan.FromSeconds(5));
        await writer.FlushAsync(CancellationToken.None);
        await reader.RefreshAsync(CancellationToken.None);
        Assert.Equal((told, time.GetUtcNow()), (reader.AnsweredBy(entries[0]), reader.AnsweredBy(entries[1])));
            }

    [Fact]
    public async Task AnsweredBy_countsEachLeaseForItself()
    {
        var mine = (await writer.AddAsync(items.Items(0, 3), CancellationToken.None))[2];
        var second = new JournalWriter(log, new TestLease(fence: 8), TestTables.Limits.Key, time);
        var theirs = (await second.AddAsync(items.Items(10, 3), CancellationToken.None)).ToList();
        theirs.ForEach(item => second.Settle(item.JournalEntry));
        await second.FlushAsync(CancellationToken.None);

        using var journal = Reader();
        await journal.RefreshAsync(CancellationToken.None);
        Assert.Null(journal.AnsweredBy(journal.Find(items.KeyOf(mine))!));
        Assert.NotNull(journal.AnsweredBy(journal.Find(items.KeyOf(theirs[2]))!));
    }

    [Fact]
    public async Task Append_thatFails_reachesEveryWaiterAndNoneOfTheirEntriesCountsAsAnswered()
    {
        HoldAppends(failing: 2);
        var first = writer.AddAsync([items.Item(0)], CancellationToken.None);
        var others = Enumerable.Range(1, 20).Select(number => writer.AddAsync([items.Item(number)], CancellationToken.None)).ToList();
        mayAppend.Release(100);
        writer.Settle((await first.WaitAsync(Patience))[0].JournalEntry);
        foreach (var other in others)
            Assert.Equal("no space", (await Assert.ThrowsAsync<IOException>(() => other.WaitAsync(Patience))).Message);

        // What is entered afterwards has later numbers, and readers are told of no answer to what may not be there.
        var next = Assert.Single(await writer.AddAsync([items.Item(99)], CancellationToken.None).WaitAsync(Patience));
        writer.Settle(next.JournalEntry);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Equal((22, 1), (next.JournalEntry, Settled(log.Appends[^1])));
        Assert.Equal([1, 22], Entries().Select(entry => entry.Number));
    }

    [Fact]
    public async Task Settled_thatCouldNotBeTold_isToldWithTheNextFlush()
    {
        var added = await writer.AddAsync(items.Items(0, 1), CancellationToken.None);
        writer.Settle(added[0].JournalEntry);
        log.BeforeAppend = static _ => throw new IOException("no space");
        await Assert.ThrowsAsync<IOException>(() => writer.FlushAsync(CancellationToken.None));
        log.BeforeAppend = static _ => Task.CompletedTask;
        await writer.FlushAsync(CancellationToken.None);
        Assert.Equal(1, Settled(log.Appends[^1]));
    }

    [Fact]
    public async Task Caller_thatIsCancelledWhileItWaits_leavesTheOthersTheirAppend()
    {
        HoldAppends();
        var first = writer.AddAsync([items.Item(0)], CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var cancelled = writer.AddAsync([items.Item(1)], stop.Token);
        var patient = writer.AddAsync([items.Item(2)], CancellationToken.None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        mayAppend.Release(10);
        await Task.WhenAll(first, patient).WaitAsync(Patience);

        // Nobody sends the delete that was given up, and so nobody is told that it was answered.
        writer.Settle(1);
        writer.Settle(3);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Equal(1, Settled(log.Appends[^1]));
    }

    [Fact]
    public async Task Caller_thatIsCancelledWhileItAppends_appendsForTheOthersAllTheSame()
    {
        HoldAppends();
        using var stop = new CancellationTokenSource();
        var appending = writer.AddAsync([items.Item(0)], stop.Token);
        await stop.CancelAsync();
        mayAppend.Release();
        await appending.WaitAsync(Patience);
        Assert.Equal([1], Entries().Select(entry => entry.Number));
    }

    [Fact]
    public async Task Entries_ofMoreThanOneAppend_areSplitBetweenEntries()
    {
        var large = Enumerable.Range(0, 10).Select(number => items.Item(number, new string('x', 100_000))).ToList();
        await writer.AddAsync(large, CancellationToken.None);

        Assert.Equal(5, log.Appends.Count);
        Assert.All(log.Appends, bytes => Assert.InRange(bytes.Length, 1, StateLimits.MaximumAppend));
        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)number), Entries().Select(entry => entry.Number));
        Assert.Equal(large.ConvertAll(item => item.Source.ToString()), Entries().ConvertAll(entry => ItemText.Text(entry.Original)));
    }

    [Fact]
    public async Task Entry_thatIsLargerThanAnAppend_isOneOfItsOwn()
    {
        await writer.AddAsync([items.Item(0), items.Item(1, new string('x', 390_000)), items.Item(2)], CancellationToken.None);
        Assert.Equal([1, 1, 1], log.Appends.Select(bytes => Entries(bytes).Count));
        Assert.Equal(390_000, Entries()[1].Original.Length - items.Item(1, "").Source.Json.Length);
    }

    [Fact]
    public async Task Lease_thatIsLost_endsTheWriter()
    {
        await writer.AddAsync([items.Item(0)], CancellationToken.None);
        lease.IsLost = true;
        Assert.Equal("LeaseLost", (await Assert.ThrowsAsync<DdbException>(() => writer.AddAsync([items.Item(1)], CancellationToken.None))).ErrorId);
        Assert.Single(log.Appends);
    }

    [Fact]
    public async Task Updates_areEnteredWithWhatStoodThereBefore()
    {
        await writer.AddUpdatedAsync([(1, 10, "before"u8.ToArray()), (2, 20, [])], CancellationToken.None);
        Assert.Equal([(JournalEntryKind.Updated, (UInt128)10, "before"), (JournalEntryKind.Updated, 20, "")],
            Entries().Select(entry => (entry.Kind, entry.Content, ItemText.Text(entry.Original))));
    }

    private void HoldAppends(int failing = 0) => log.BeforeAppend = async number =>
    {
        await mayAppend.WaitAsync();
        if (number == failing)
            throw new IOException("no space");
    };

    private JournalReader Reader() => new(new LogState(log), StateLogs.Deletions);

    private List<JournalEntry> Entries() => [.. log.Appends.SelectMany(Entries)];

    private static List<JournalEntry> Entries(byte[] bytes)
    {
        var entries = new List<JournalEntry>();
        JournalBlock.Read(bytes, static (_, _, _) => { }, (_, entry) => entries.Add(entry));
        return entries;
    }

    private static long Settled(byte[] bytes)
    {
        var settled = 0L;
        JournalBlock.Read(bytes, (_, number, _) => settled = number, static (_, _) => { });
        return settled;
    }
}
