using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Load;

/// <summary>
/// Every acknowledged write of the live writers, from which follows what the table must hold under old and new keys.
/// </summary>
public sealed class WriteLedger
{
    private readonly SortedDictionary<int, LiveRecord> _records = [];
    private readonly Dictionary<(int Number, int Life), int> _newHits = [];
    private readonly object _lock = new();
    private int _acknowledged;

    internal WriteLedger(int items)
    {
        for (var number = 0; number < items; number++)
            _records.Add(number, new LiveRecord(new LiveItem(number), Life: 1, IsAlive: true, OldHits: 0, NewHits: 0));
    }

    /// <summary>The writes that were acknowledged; those that failed their condition are not among them.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Increments { get; private set; }

    public int NewIncrements { get; private set; }

    public int Creations { get; private set; }

    public int Deletions { get; private set; }

    public IReadOnlyList<LiveRecord> Records
    {
        get
        {
            lock (_lock)
                return [.. _records.Values];
        }
    }

    /// <summary>The items as old clients left them.</summary>
    public IReadOnlyList<JsonObject> OldItems() =>
        [.. Records.Where(r => r.IsAlive).Select(r => r.Item.At(r.Life, r.OldHits))];

    /// <summary>
    /// The items as they must be under their new keys: what old clients left, and the increments of new clients on it.
    /// </summary>
    public IReadOnlyList<JsonObject> NewItems(string namespaceId) =>
        [.. Records.Where(r => r.IsAlive).Select(r => ExpectedTable.CopyOf(r.Item.At(r.Life, r.OldHits, r.NewHits), namespaceId))];

    /// <summary>The increments of new clients in one life of an item, also where old clients have deleted it meanwhile.</summary>
    public int NewHitsOf(int number, int life)
    {
        lock (_lock)
            return _newHits.GetValueOrDefault((number, life));
    }

    public override string ToString()
    {
        lock (_lock)
            return $"{_acknowledged} writes: {Increments} increments of old items, {NewIncrements} of new ones, {Creations} creations, {Deletions} deletions";
    }

    internal void Incremented(LiveRecord seen, bool isNew)
    {
        lock (_lock)
        {
            _acknowledged++;
            Increments += isNew ? 0 : 1;
            NewIncrements += isNew ? 1 : 0;
            if (isNew)
                _newHits[(seen.Item.Number, seen.Life)] = NewHitsOf(seen.Item.Number, seen.Life) + 1;
            var record = _records[seen.Item.Number];
            // The item may have been deleted, and created again, before this was told.
            if (record.Life != seen.Life)
                return;
            _records[seen.Item.Number] = isNew ? record with { NewHits = record.NewHits + 1 } : record with { OldHits = record.OldHits + 1 };
        }
    }

    internal void Created(LiveRecord seen)
    {
        lock (_lock)
        {
            _acknowledged++;
            Creations++;
            _records[seen.Item.Number] = new LiveRecord(seen.Item, seen.Life + 1, IsAlive: true, OldHits: 0, NewHits: 0);
        }
    }

    internal void Deleted(LiveRecord seen)
    {
        lock (_lock)
        {
            _acknowledged++;
            Deletions++;
            _records[seen.Item.Number] = _records[seen.Item.Number] with { IsAlive = false };
        }
    }
}
