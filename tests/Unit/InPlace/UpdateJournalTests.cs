using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.InPlace;

/// <summary>What the journal of updates was told is found again: what was written, and what stood there before.</summary>
public sealed class UpdateJournalTests : IDisposable
{
    private readonly DirectoryInfo path = Directory.CreateTempSubdirectory("ddbns-updates-tests-");
    private readonly InPlaceRule rule = InPlaceText.Rule("""{"name":"r","match":{"Status":{"equals":"old"} },"set":{"Status":"new","By":"m"},"remove":["Legacy"]}""");
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();

    private RunFolder Folder => RunFolder.At(path.FullName);

    public void Dispose()
    {
        scratch.Dispose();
        path.Delete(recursive: true);
    }

    [Fact]
    public void AnEntryHoldsWhatIsWrittenAndWhatStoodThere()
    {
        var source = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"old"},"Legacy":{"L":[{"N":"1.50"}]},"n":{"N":"1"}}""");
        using (var journal = new UpdateJournal(Folder.UpdatesPath, TestTables.Limits.Key))
            journal.Add([(rule, UpdateOf(source), null)]);

        using var index = new UpdateIndex(Folder);
        var entry = Assert.Single(index.Find(KeyOf(source)));
        Assert.Equal("""{"Status":{"S":"old"},"Legacy":{"L":[{"N":"1.50"}]}}""", ItemText.Text(entry.Original));
        Assert.Equal(rule.Digest(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"new"},"By":{"S":"m"},"n":{"N":"7"}}"""), canonical, scratch), entry.Content);
        Assert.Empty(index.Find(KeyOf(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"t"}}"""))));
    }

    [Fact]
    public void TheLastEntryOfEachJournalCountsAndWhatStoodThereFirstIsKept()
    {
        var source = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"old"}}""");
        using var index = new UpdateIndex(Folder);
        using (var journal = new UpdateJournal(Folder.UpdatesPath, TestTables.Limits.Key))
        {
            journal.Add([(rule, UpdateOf(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"old"},"Legacy":{"N":"1"}}""")), null)]);
            journal.Add([(rule, UpdateOf(source), null)]);
            journal.Flush();
        }

        using (var journal = new UpdateJournal(Folder.SyncUpdatesPath, TestTables.Limits.Key))
            journal.Add([(rule, UpdateOf(source), """{"By":{"S":"first"}}"""u8.ToArray())]);
        Assert.Equal("""{"Status":{"S":"old"}} {"By":{"S":"first"}}""", string.Join(' ', index.Find(KeyOf(source)).Select(entry => ItemText.Text(entry.Original))));
        UpdateIndex.Delete(Folder);
        Assert.False(File.Exists(Folder.UpdatesPath) || File.Exists(Folder.SyncUpdatesPath));
    }

    [Fact]
    public void AfterItIsClosedAFlushIsNothing()
    {
        var journal = new UpdateJournal(Folder.UpdatesPath, TestTables.Limits.Key);
        journal.Dispose();
        journal.Flush();
        journal.Dispose();
        Assert.Equal(0, new FileInfo(Folder.UpdatesPath).Length);
    }

    private ItemUpdate UpdateOf(in Item source)
    {
        Assert.True(rule.Rule.TryMap(source, scratch, out var mapped, out _));
        return rule.UpdateTo(source, mapped, new ItemComparison())!.Value;
    }

    private UInt128 KeyOf(in Item item) => TestTables.Limits.Key.Digest(item, canonical);
}
