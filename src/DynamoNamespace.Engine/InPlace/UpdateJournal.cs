using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>
/// Says which items the migration changed in place: for each the digest of its key, the digest of what was written, and what stood there before. Entries are
/// written before the update is sent, so what has none was not written by the migration. Safe for many threads.
/// </summary>
internal sealed class UpdateJournal(string path, KeySchema key) : IDisposable
{
    private readonly object gate = new();
    private readonly DeletionJournal file = new(path, key);
    private readonly CanonicalItem canonical = new();
    private readonly ItemBlock scratch = new();
    private bool isClosed;

    /// <summary>Enters updates that are about to be sent. They survive the end of this process when this returns.</summary>
    public void Add(IEnumerable<(InPlaceRule Rule, ItemUpdate Update, byte[]? Before)> updates)
    {
        lock (gate)
        {
            scratch.Clear();
            file.AddUpdated([.. updates.Select(entry => (
                key.Digest(entry.Update.Current, canonical),
                entry.Rule.Digest(Applied(entry.Rule, entry.Update), canonical, scratch),
                entry.Before ?? entry.Rule.Extract(entry.Update.Current, scratch).Json.ToArray()))]);
        }
    }

    /// <summary>Makes the entries survive the machine's end too, before a checkpoint moves past their items.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (!isClosed)
                file.Flush();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (isClosed)
                return;
            file.Flush();
            isClosed = true;
            file.Dispose();
            scratch.Dispose();
        }
    }

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
