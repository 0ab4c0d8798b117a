using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Mappings;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>What the journal was told is found again, last word first, and what a crash cut off was never said.</summary>
public sealed class DeletionJournalTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-journal-tests-");
    private readonly Mapping mapping = MappingText.ShippedFor("a7x3kq");
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock block = new();

    private string Path => System.IO.Path.Combine(folder.FullName, "deletions.journal");

    public void Dispose()
    {
        block.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void WithoutAJournalNothingIsFound()
    {
        using var index = new JournalIndex(Path);
        Assert.Null(index.Find(1));
    }

    [Fact]
    public void ThousandsOfEntriesAreFoundWhileMoreAreAppended()
    {
        const int Count = 5000;
        using var journal = Open();
        using var index = new JournalIndex(Path);
        for (var from = 0; from < Count; from += 500)
        {
            var items = Enumerable.Range(from, 500).Select(Migrating).ToList();
            journal.Add(items);
            Assert.Equal(ContentOf(items[^1]), index.Find(KeyOf(items[^1]))!.Content);
        }

        for (var number = 0; number < Count; number++)
        {
            var item = Migrating(number);
            var entry = index.Find(KeyOf(item));
            Assert.Equal((JournalEntryKind.Deleted, ContentOf(item)), (entry!.Kind, entry.Content));
            Assert.Empty(entry.Original);
        }

        Assert.Null(index.Find(KeyOf(Migrating(Count))));
    }

    [Fact]
    public void AnIndexOfAFinishedJournalFindsTheSame()
    {
        using (var journal = Open())
            journal.Add([.. Enumerable.Range(0, 3000).Select(Migrating)]);
        using var index = new JournalIndex(Path);
        Assert.All(Enumerable.Range(0, 3000), number => Assert.NotNull(index.Find(KeyOf(Migrating(number)))));
    }

    [Fact]
    public void TheLastWordOnAKeyCounts()
    {
        var item = Migrating(1);
        using var index = new JournalIndex(Path);
        using var journal = Open();
        journal.Add([item]);
        Assert.Equal(JournalEntryKind.Deleted, index.Find(KeyOf(item))!.Kind);
        journal.AddKept(item);
        Assert.Null(index.Find(KeyOf(item)));
        journal.Add([item]);
        journal.AddRestoredFromChanged(item.Mapped);
        Assert.Equal(JournalEntryKind.RestoredFromChanged, index.Find(KeyOf(item))!.Kind);
        journal.Add([item]);
        Assert.Equal(JournalEntryKind.Deleted, index.Find(KeyOf(item))!.Kind);
    }

    [Fact]
    public void AnOldItemThatTheMappingAloneDoesNotTellIsKeptWhole()
    {
        var item = Migrating(1, new JsonObject { ["GSI4SK"] = new JsonObject { ["S"] = new string('ä', 20_000) } });
        using var journal = Open();
        journal.Add([Migrating(0), item, Migrating(2)]);
        using var index = new JournalIndex(Path);
        Assert.Equal(item.Source.ToString(), ItemReader.Parse(index.Find(KeyOf(item))!.Original, block).ToString());
        Assert.Empty(index.Find(KeyOf(Migrating(0)))!.Original);
        Assert.NotNull(index.Find(KeyOf(Migrating(2))));
    }

    [Fact]
    public void ALastEntryThatACrashCutShortIsTakenOffAndTheNextFollowsTheWholeOnes()
    {
        var cut = Migrating(1, new JsonObject { ["GSI4SK"] = new JsonObject { ["S"] = "own" } });
        using (var journal = Open())
            journal.Add([Migrating(0), cut]);
        var whole = File.ReadAllBytes(Path);
        for (var length = DeletionJournal.HeadBytes; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            using var index = new JournalIndex(Path);
            Assert.Null(index.Find(KeyOf(cut)));
            using (var journal = Open())
                journal.Add([Migrating(2)]);
            Assert.NotNull(index.Find(KeyOf(Migrating(0))));
            Assert.NotNull(index.Find(KeyOf(Migrating(2))));
            Assert.Null(index.Find(KeyOf(cut)));
        }
    }

    [Fact]
    public void WhatIsNoEntryEndsTheJournal()
    {
        // A file system may come back from a power failure with zeros, or anything, behind what was flushed.
        using (var journal = Open())
            journal.Add([Migrating(0)]);
        var whole = File.ReadAllBytes(Path);
        foreach (var filling in new byte[] { 0, 0xff })
        {
            File.WriteAllBytes(Path, [.. whole, .. Enumerable.Repeat(filling, 10_000)]);
            using var index = new JournalIndex(Path);
            Assert.NotNull(index.Find(KeyOf(Migrating(0))));
            using (var journal = Open())
                journal.Add([Migrating(1)]);
            Assert.Equal(2 * DeletionJournal.HeadBytes, new FileInfo(Path).Length);
            Assert.NotNull(index.Find(KeyOf(Migrating(1))));
        }
    }

    [Fact]
    public void ManyThreadsWriteAndReadOneJournal()
    {
        using var journal = Open();
        using var index = new JournalIndex(Path);
        Parallel.For(0, 8, thread =>
        {
            var own = new CanonicalItem();
            using var scratch = new ItemBlock();
            for (var number = 0; number < 200; number++)
            {
                var item = Migrating((thread * 1000) + number, null, scratch);
                journal.Add([item]);
                if (index.Find(own.Digest(TestTables.Limits.Key.Extract(item.Mapped, scratch)))?.Content != own.Digest(item.Mapped))
                    throw new InvalidOperationException($"Item {number} of thread {thread} is not found.");
            }
        });
        Assert.Equal(8 * 200 * DeletionJournal.HeadBytes, new FileInfo(Path).Length);
    }

    [Fact]
    public void AJournalThatCannotBeMadeIsTold()
    {
        Directory.CreateDirectory(Path);
        Assert.Equal("CheckpointNotWritable", Assert.Throws<DdbException>(Open).ErrorId);
    }

    private DeletionJournal Open() => new(Path, TestTables.Limits.Key);

    private MigratingItem Migrating(int number) => Migrating(number, null);

    private MigratingItem Migrating(int number, JsonObject? more) => Migrating(number, more, block);

    private MigratingItem Migrating(int number, JsonObject? more, ItemBlock into)
    {
        var json = new JsonObject { ["PK"] = new JsonObject { ["S"] = $"ENTITY#user-{number}" }, ["SK"] = new JsonObject { ["S"] = "#META" } };
        foreach (var (name, value) in more ?? [])
            json[name] = value!.DeepClone();
        var source = ItemText.Of(json, into);
        var rule = mapping.FindRule(source)!;
        Assert.True(rule.TryMap(source, into, out var mapped, out _));
        return new MigratingItem(source, mapped, rule, null!);
    }

    private UInt128 KeyOf(MigratingItem item) => canonical.Digest(TestTables.Limits.Key.Extract(item.Mapped, block));

    private UInt128 ContentOf(MigratingItem item) => canonical.Digest(item.Mapped);
}
