using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Finds what the journals of updates in place say of an item: a copy run and a catch-up beside it keep one each. Safe for many threads.</summary>
internal sealed class UpdateIndex(RunFolder folder) : IDisposable
{
    private readonly JournalIndex[] journals = [new(folder.UpdatesPath), new(folder.SyncUpdatesPath)];

    /// <summary>The last entry of each journal for an item, by the digest of its key.</summary>
    public IReadOnlyList<JournalEntry> Find(UInt128 key) => [.. journals.Select(journal => journal.Find(key)).OfType<JournalEntry>()];

    /// <summary>Forgets all of it, once nothing of it stands any more.</summary>
    public static void Delete(RunFolder folder)
    {
        File.Delete(folder.UpdatesPath);
        File.Delete(folder.SyncUpdatesPath);
    }

    public void Dispose() => Array.ForEach(journals, journal => journal.Dispose());
}
