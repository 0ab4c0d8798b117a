using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Finds, in a dry run, items to be written that map to a key which another item maps to as well: a run would put the first and call the others
/// conflicts. Keys are held as digests that overflow into temporary files.
/// </summary>
internal sealed class TargetKeys(MigrationSession session) : IDisposable
{
    private readonly CopyLedger ledger = new(session.Table.ItemCount);

    public void Add(MigratingItem item, CanonicalItem canonical)
    {
        using var scratch = new ItemBlock(512, 8);
        ledger.AddOld(canonical.Digest(session.Target.Table.Key.Extract(item.Mapped, scratch)), default, session.Table.Key.Extract(item.Source, scratch).Json);
    }

    public void Report(RunCounters counters)
    {
        using var scratch = new ItemBlock(512, 8);
        foreach (var (first, other) in ledger.SharedTargets())
        {
            scratch.Clear();
            counters.Count(RunCount.ToWrite, null, -1);
            counters.Report(new DdbItemReport(DdbItemReason.Conflict, session.Table.Key.Describe(ItemReader.Parse(other, scratch)), null, [],
                $"Another old item maps to the same new key: {session.Table.Key.Describe(ItemReader.Parse(first, scratch))}. A run would put the first that it meets and report the other. Let the mapping keep them apart."), null);
        }
    }

    public void Dispose() => ledger.Dispose();
}
