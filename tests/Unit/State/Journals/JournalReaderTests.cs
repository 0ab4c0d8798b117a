using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Journals;

/// <summary>What the journal was told is found again, last word first, and what a crash cut off was never said.</summary>
public sealed class JournalReaderTests : IAsyncLifetime
{
    private readonly RunFiles files = new();
    private readonly JournalItems items = new();
    private readonly TestLease lease = new();
    private readonly ItemBlock block = new();

    private string Path => files.Files().Log(StateLogs.Deletions);

    public async ValueTask InitializeAsync() => await files.BeginAsync();

    public ValueTask DisposeAsync()
    {
        block.Dispose();
        items.Dispose();
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Reader_withoutAJournal_findsNothing()
    {
        using var reader = await ReadAsync();
        Assert.Null(reader.Find(1));
        Assert.Empty(reader.FindAll(1));
        Assert.Empty(reader.DeletedOriginals());
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task Reader_findsThousandsOfEntriesWhileMoreAreAppended()
    {
        const int count = 5000;
        var writer = Writer();
        using var reader = Reader();
        for (var from = 0; from < count; from += 500)
        {
            var some = items.Items(from, 500);
            await writer.AddAsync(some, CancellationToken.None);
            Assert.Null(reader.Find(items.KeyOf(some[^1])));
            await reader.RefreshAsync(CancellationToken.None);
            Assert.Equal(items.ContentOf(some[^1]), reader.Find(items.KeyOf(some[^1]))!.Content);
        }

        for (var number = 0; number < count; number++)
        {
            var item = items.Item(number);
            var entry = reader.Find(items.KeyOf(item));
            Assert.Equal((JournalEntryKind.Deleted, items.ContentOf(item), number + 1, lease.Holder.Fence), (entry!.Kind, entry.Content, entry.Number, entry.Fence));
            Assert.Empty(entry.Original);
        }

        Assert.Null(reader.Find(items.KeyOf(items.Item(count))));
    }

    [Fact]
    public async Task Reader_ofAFinishedJournal_findsTheSame()
    {
        await Writer().AddAsync(items.Items(0, 3000), CancellationToken.None);
        using var reader = await ReadAsync();
        Assert.All(Enumerable.Range(0, 3000), number => Assert.NotNull(reader.Find(items.KeyOf(items.Item(number)))));
    }

    [Fact]
    public async Task Find_takesTheLastWordOnAKey()
    {
        var item = items.Item(1);
        using var reader = Reader();
        var writer = Writer();
        var words = new List<JournalEntryKind?>();
        foreach (var kind in new[]
        {
            JournalEntryKind.Deleted, JournalEntryKind.Kept, JournalEntryKind.Deleted, JournalEntryKind.RestoredFromChanged, JournalEntryKind.Deleted,
            JournalEntryKind.DeletedByClient, JournalEntryKind.Deleted, JournalEntryKind.PutBack, JournalEntryKind.Deleted, JournalEntryKind.Unsure,
        })
        {
            if (kind == JournalEntryKind.Deleted)
                await writer.AddAsync([item], CancellationToken.None);
            else
                await writer.AddAsync(kind, item.Mapped, CancellationToken.None);
            await reader.RefreshAsync(CancellationToken.None);
            words.Add(reader.Find(items.KeyOf(item))?.Kind);
        }

        Assert.Equal(
            [
                JournalEntryKind.Deleted, null, JournalEntryKind.Deleted, JournalEntryKind.RestoredFromChanged, JournalEntryKind.Deleted,
                null, JournalEntryKind.Deleted, null, JournalEntryKind.Deleted, JournalEntryKind.Unsure,
            ],
            words);
        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], reader.FindAll(items.KeyOf(item)).Select(entry => entry.Number));
    }

    [Fact]
    public async Task Entry_ofAnOldItemThatTheMappingAloneDoesNotTell_holdsTheWholeItem()
    {
        var item = items.Item(1, new string('ä', 20_000));
        await Writer().AddAsync([items.Item(0), item, items.Item(2)], CancellationToken.None);
        using var reader = await ReadAsync();
        Assert.Equal(item.Source.ToString(), ItemReader.Parse(reader.Find(items.KeyOf(item))!.Original, block).ToString());
        Assert.Empty(reader.Find(items.KeyOf(items.Item(0)))!.Original);
        Assert.NotNull(reader.Find(items.KeyOf(items.Item(2))));
        Assert.Equal(item.Source.ToString(), ItemText.Text(Assert.Single(reader.DeletedOriginals())));
    }

    [Fact]
    public async Task DeletedOriginals_areThoseWhoseLastWordIsThatTheyWereDeleted()
    {
        var writer = Writer();
        await writer.AddAsync([.. Enumerable.Range(0, 5).Select(number => items.Item(number, $"first-{number}"))], CancellationToken.None);
        await writer.AddAsync(JournalEntryKind.Kept, items.Item(1, "first-1").Mapped, CancellationToken.None);
        await writer.AddAsync(JournalEntryKind.PutBack, items.Item(2, "first-2").Mapped, CancellationToken.None);
        await writer.AddAsync(JournalEntryKind.DeletedByClient, items.Item(3, "first-3").Mapped, CancellationToken.None);
        await writer.AddAsync([items.Item(4, "again")], CancellationToken.None);
        using var reader = await ReadAsync();
        Assert.Equal(
            [items.Item(0, "first-0").Source.ToString(), items.Item(4, "again").Source.ToString()],
            reader.DeletedOriginals().Select(original => ItemText.Text(original)).ToList());
    }

    [Fact]
    public async Task Append_thatACrashCutShortAnywhere_isTakenOffAndTheNextFollowsTheWholeOnes()
    {
        await Writer().AddAsync([items.Item(0)], CancellationToken.None);
        var first = (int)new FileInfo(Path).Length;
        var cut = items.Item(1, "own");
        await Writer(fence: 2).AddAsync([cut], CancellationToken.None);
        var whole = File.ReadAllBytes(Path);
        for (var length = first; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(Path, whole[..length]);
            using (var torn = await ReadAsync())
            {
                Assert.NotNull(torn.Find(items.KeyOf(items.Item(0))));
                Assert.Null(torn.Find(items.KeyOf(cut)));
            }

            await Writer(fence: 3).AddAsync([items.Item(2)], CancellationToken.None);
            using var reader = await ReadAsync();
            Assert.NotNull(reader.Find(items.KeyOf(items.Item(0))));
            Assert.NotNull(reader.Find(items.KeyOf(items.Item(2))));
            Assert.Null(reader.Find(items.KeyOf(cut)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xff)]
    public async Task Bytes_behindTheLastAppend_endTheJournal(byte filling)
    {
        // A file system may come back from a power failure with zeros, or anything, behind what was flushed.
        await Writer().AddAsync([items.Item(0)], CancellationToken.None);
        var whole = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, [.. whole, .. Enumerable.Repeat(filling, 10_000)]);
        using var reader = await ReadAsync();
        Assert.NotNull(reader.Find(items.KeyOf(items.Item(0))));

        await Writer(fence: 2).AddAsync([items.Item(1)], CancellationToken.None);

        Assert.Equal(2 * whole.Length, new FileInfo(Path).Length);
        await reader.RefreshAsync(CancellationToken.None);
        Assert.NotNull(reader.Find(items.KeyOf(items.Item(1))));
    }

    [Fact]
    public async Task Journal_isWrittenAndReadByManyThreadsAtOnce()
    {
        var writer = Writer();
        using var reader = Reader();
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (thread, token) =>
        {
            for (var number = 0; number < 50; number++)
            {
                var item = items.Item((thread * 1000) + number);
                await writer.AddAsync([item], token);
                await reader.RefreshAsync(token);
                if (reader.Find(items.KeyOf(item))?.Content != items.ContentOf(item))
                    throw new InvalidOperationException($"Item {number} of thread {thread} is not found.");
            }
        });
    }

    [Fact]
    public async Task Journal_thatCannotBeMade_isNotWritable()
    {
        Directory.CreateDirectory(Path);
        Assert.Equal("CheckpointNotWritable", (await Assert.ThrowsAsync<DdbException>(() => Writer().AddAsync([items.Item(0)], CancellationToken.None))).ErrorId);
    }

    [Theory]
    [InlineData("AgAAAAAAAAAB", "it is not a journal of this version")]
    [InlineData("AQ==", "it is not a journal of this version")]
    public async Task Journal_ofAnotherVersion_isUnreadableAndSaysSo(string line, string reason)
    {
        File.WriteAllText(Path, line + "\n");
        var error = await Assert.ThrowsAsync<DdbException>(ReadAsync);
        Assert.Equal(("JournalUnreadable", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Equal($"The journal deletions in folder '{files.Files().Path}' cannot be read: {reason}. Nothing was changed. Use the version of this module that wrote it.", error.Message);
    }

    private JournalWriter Writer(long fence = 1) =>
        new(files.State().Log(StateLogs.Deletions), fence == 1 ? lease : new TestLease(fence), TestTables.Limits.Key, files.Time);

    private JournalReader Reader() => new(files.State(), StateLogs.Deletions);

    private async Task<JournalReader> ReadAsync()
    {
        var reader = Reader();
        await reader.RefreshAsync(CancellationToken.None);
        return reader;
    }
}
