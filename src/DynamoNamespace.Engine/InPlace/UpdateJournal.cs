using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Journals;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Says which items the migration changed in place: for each the digest of its key, the digest of what was written, and what stood there before. Entries are
/// durable before the update is sent, so what has none was not written by the migration. Safe for many threads.
/// </summary>
internal sealed class UpdateJournal(IStateLog log, ILease lease, KeySchema key, TimeProvider time) : IDisposable
{
    private readonly object gate = new();
    private readonly JournalWriter writer = new(log, lease, key, time);
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();

    /// <summary>Enters updates that are about to be sent.</summary>
    public Task AddAsync(IEnumerable<(InPlaceRule Rule, ItemUpdate Update, byte[]? Before)> updates, CancellationToken cancellationToken)
    {
        List<(UInt128, UInt128, byte[])> entries;
        lock (gate)
        {
            scratch.Clear();
            entries = [.. updates.Select(entry => (
                key.Digest(entry.Update.Current, canonical),
                entry.Rule.Digest(Applied(entry.Rule, entry.Update), canonical, scratch),
                entry.Before ?? entry.Rule.Extract(entry.Update.Current, scratch).Json.ToArray()))];
        }

        return writer.AddUpdatedAsync(entries, cancellationToken);
    }

    public void Dispose() => scratch.Dispose();

    /// <summary>What the item has where the rule writes once the update is carried out.</summary>
    private Item Applied(InPlaceRule rule, in ItemUpdate update)
    {
        var builder = new ItemBuilder(scratch);
        foreach (var name in rule.Written)
        {
            var from = update.Changed.Contains(name) ? update.Next : update.Current;
            if (from.IndexOf(name.Utf8) is var index and >= 0)
                builder.Copy(from, index);
        }

        return builder.Build();
    }
}
