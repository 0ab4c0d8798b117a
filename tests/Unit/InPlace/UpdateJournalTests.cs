using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.State;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.InPlace;

/// <summary>What the journal of updates was told is found again: what was written, and what stood there before.</summary>
public sealed class UpdateJournalTests : IDisposable
{
    private readonly RunFiles files = new();
    private readonly TestLease lease = new();
    private readonly IPlanState state;
    private readonly InPlaceRule rule = InPlaceText.Rule("""{"name":"r","match":{"Status":{"equals":"old"} },"set":{"Status":"new","By":"m"},"remove":["Legacy"]}""");
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();

    public UpdateJournalTests()
    {
        Directory.CreateDirectory(files.Files().Path);
        state = files.State();
    }

    public void Dispose()
    {
        scratch.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task AnEntryHoldsWhatIsWrittenAndWhatStoodThere()
    {
        var source = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"old"},"Legacy":{"L":[{"N":"1.50"}]},"n":{"N":"1"}}""");
        using (var journal = Journal(StateLogs.Updates))
            await journal.AddAsync([(rule, UpdateOf(source), null)], CancellationToken.None);

        using var index = await UpdateIndex.OpenAsync(state, CancellationToken.None);
        var entry = Assert.Single(index.Find(KeyOf(source)));
        Assert.Equal("""{"Status":{"S":"old"},"Legacy":{"L":[{"N":"1.50"}]}}""", ItemText.Text(entry.Original));
        Assert.Equal(rule.Digest(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"new"},"By":{"S":"m"},"n":{"N":"7"}}"""), canonical, scratch), entry.Content);
        Assert.Empty(index.Find(KeyOf(ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"t"}}"""))));
    }

    [Fact]
    public async Task TheLastEntryOfEachJournalCountsAndWhatStoodThereFirstIsKept()
    {
        var source = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"old"}}""");
        using var index = await UpdateIndex.OpenAsync(state, CancellationToken.None);
        using (var journal = Journal(StateLogs.Updates))
        {
            var first = ItemText.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"},"Status":{"S":"old"},"Legacy":{"N":"1"}}""");
            await journal.AddAsync([(rule, UpdateOf(first), null)], CancellationToken.None);
            await journal.AddAsync([(rule, UpdateOf(source), null)], CancellationToken.None);
        }

        using (var journal = Journal(StateLogs.SyncUpdates))
            await journal.AddAsync([(rule, UpdateOf(source), """{"By":{"S":"first"}}"""u8.ToArray())], CancellationToken.None);
        Assert.Empty(index.Find(KeyOf(source)));
        await index.RefreshAsync(CancellationToken.None);
        Assert.Equal("""{"Status":{"S":"old"}} {"By":{"S":"first"}}""", string.Join(' ', index.Find(KeyOf(source)).Select(entry => ItemText.Text(entry.Original))));
        await UpdateIndex.DeleteAsync(state, lease, CancellationToken.None);
        using var after = await UpdateIndex.OpenAsync(state, CancellationToken.None);
        Assert.Empty(after.Find(KeyOf(source)));
    }

    private UpdateJournal Journal(string name) => new(state.Log(name), lease, TestTables.Limits.Key, files.Time);

    private ItemUpdate UpdateOf(in Item source)
    {
        Assert.True(rule.Rule.TryMap(source, scratch, out var mapped, out _));
        return rule.UpdateTo(source, mapped, new ItemComparison())!.Value;
    }

    private UInt128 KeyOf(in Item item) => TestTables.Limits.Key.Digest(item, canonical);
}
