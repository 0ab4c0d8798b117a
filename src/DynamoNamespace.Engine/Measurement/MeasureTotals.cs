using System.Collections.Concurrent;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.InPlace;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Measurement;

/// <summary>Sums over the candidates of a measurement.</summary>
/// <param name="source">Where old items are deleted.</param>
/// <param name="target">Where copies are put.</param>
/// <param name="reader">Tells families.</param>
internal sealed class MeasureTotals(TableDescriptor source, TableDescriptor target, FamilyReader reader)
{
    private const int MaximumFamilies = 100;

    private readonly ConcurrentDictionary<string, FamilySum> families = new(StringComparer.Ordinal);
    private readonly long[] copyUnits = new long[target.Indexes.Count + 1];
    private readonly long[] deleteUnits = new long[source.Indexes.Count + 1];
    private long copyBytes;
    private long copyReadUnits;

    public long CopyUnits => copyUnits.Sum();

    public long DeleteUnits => deleteUnits.Sum();

    /// <summary>Units of reading the copies by an eventually consistent scan: half a unit for each 4 KB.</summary>
    public double CopyScanUnits => CapacityUnits.EventualScan(copyBytes);

    /// <summary>Units of reading each copy by its key, consistently.</summary>
    public double CopyReadUnits => copyReadUnits;

    public void Add(string family, in Item old, in Item mapped)
    {
        var size = ItemSize.Of(mapped);
        var units = AddWrites(copyUnits, target, mapped, size);
        AddWrites(deleteUnits, source, old, ItemSize.Of(old));
        Interlocked.Add(ref copyBytes, size);
        Interlocked.Add(ref copyReadUnits, CapacityUnits.ConsistentRead(size));
        AddFamily(family, size, units);
    }

    /// <summary>Adds an item that is changed in place: nothing is deleted, and there is no copy to read.</summary>
    public void AddUpdate(string family, ItemUpdate update, in Item mapped)
    {
        long total = UpdateCost.OfTable(update, mapped);
        Interlocked.Add(ref copyUnits[0], total);
        for (var index = 0; index < target.Indexes.Count; index++)
        {
            var units = target.Indexes[index].UpdateUnits(update.Current, mapped, update.Changed, target.Key);
            Interlocked.Add(ref copyUnits[index + 1], units);
            total += units;
        }

        AddFamily(family, ItemSize.Of(mapped), total);
    }

    private void AddFamily(string family, int size, long units)
    {
        if (!families.TryGetValue(family, out var sum))
            sum = families.GetOrAdd(families.Count < MaximumFamilies || reader.IsKnown(family) ? family : NameCounts.Other, static _ => new FamilySum());
        sum.Add(size, units);
    }

    public IReadOnlyList<DdbFamilyMeasure> Families() =>
        families.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ToMeasure(pair.Key, reader.IsKnown(pair.Key))).ToArray();

    /// <summary>By table and index; where the copies go to another table, its own come first.</summary>
    public IReadOnlyList<DdbWriteShare> Shares() => ReferenceEquals(source, target)
        ? Shares(source, copyUnits, deleteUnits)
        : Shares(target, copyUnits, new long[copyUnits.Length]).Concat(Shares(source, new long[deleteUnits.Length], deleteUnits)).ToArray();

    private static DdbWriteShare[] Shares(TableDescriptor table, long[] copies, long[] deletes) =>
        [.. NamesOf(table).Select((name, index) => new DdbWriteShare(name, copies[index], deletes[index]) { TableName = table.Name })];

    private static IEnumerable<string> NamesOf(TableDescriptor table) => [table.Name, .. table.Indexes.Select(index => index.Name)];

    private static long AddWrites(long[] sums, TableDescriptor table, in Item item, int size)
    {
        long total = CapacityUnits.Write(size);
        Interlocked.Add(ref sums[0], total);
        for (var index = 0; index < table.Indexes.Count; index++)
        {
            var units = table.Indexes[index].WriteUnits(item, table.Key);
            Interlocked.Add(ref sums[index + 1], units);
            total += units;
        }

        return total;
    }

    private sealed class FamilySum
    {
        private long candidates;
        private long bytes;
        private long units;

        public void Add(int size, long writeUnits)
        {
            Interlocked.Increment(ref candidates);
            Interlocked.Add(ref bytes, size);
            Interlocked.Add(ref units, writeUnits);
        }

        public DdbFamilyMeasure ToMeasure(string family, bool isKnown) =>
            new(family, isKnown, Interlocked.Read(ref candidates), Interlocked.Read(ref bytes), Interlocked.Read(ref units));
    }
}
