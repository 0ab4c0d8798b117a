using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>Finds what the journals of updates in place say of an item: a copy run and a catch-up beside it keep one each. Safe for many threads.</summary>
internal sealed class UpdateIndex : IDisposable
{
    private readonly JournalReader[] journals;

    private UpdateIndex(IPlanState state) => journals = [new(state, StateLogs.Updates), new(state, StateLogs.SyncUpdates)];

    public static async Task<UpdateIndex> OpenAsync(IPlanState state, CancellationToken cancellationToken)
    {
        var index = new UpdateIndex(state);
        await index.RefreshAsync(cancellationToken);
        return index;
    }

    /// <summary>Reads on what was entered since.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        foreach (var journal in journals)
            await journal.RefreshAsync(cancellationToken);
    }

    /// <summary>The last entry of each journal for an item, by the digest of its key.</summary>
    public IReadOnlyList<JournalEntry> Find(UInt128 key) => [.. journals.Select(journal => journal.Find(key)).OfType<JournalEntry>()];

    /// <summary>Forgets all of it, once nothing of it stands any more.</summary>
    public static async Task DeleteAsync(IPlanState state, ILease lease, CancellationToken cancellationToken)
    {
        await state.Log(StateLogs.Updates).TruncateAsync(null, lease, cancellationToken);
        await state.Log(StateLogs.SyncUpdates).TruncateAsync(null, lease, cancellationToken);
    }

    public void Dispose() => Array.ForEach(journals, journal => journal.Dispose());
}
