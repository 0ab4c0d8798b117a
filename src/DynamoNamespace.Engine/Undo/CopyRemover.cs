using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Undo;

/// <summary>
/// Removes the copies of old items that stand, found by mapping the old items and not by reading the copies: the way back of mappings without an inverse.
/// A copy that is not what its old item maps to stays and is reported, unless it is asked for. An instance serves one thread.
/// </summary>
internal sealed class CopyRemover(MigrationSession session, WriteMode mode)
{
    private readonly CopyProof proof = new(session.Table.Key, session.Target);
    private readonly ItemDeleter remover = new(session.Target, session.Calls, session.Counters, mode, DeletionWording.Copies, null, session.Time);

    /// <param name="batch">Old items, and what they map to.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task RemoveAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        using var copies = await proof.ReadCopiesAsync(batch.Items, consistent: true, cancellationToken);
        var untouched = new List<MigratingItem>();
        var touched = new List<MigratingItem>();
        foreach (var item in batch.Items)
        {
            switch (proof.Judge(item, copies, out var copy))
            {
                // Other tenants use it too, whoever put it there.
                case var _ when session.IsShared(item.Mapped):
                case CopyState.Missing:
                    session.Counters.Settle(item, RunCount.Skipped);
                    break;
                case CopyState.Equal:
                    untouched.Add(Removing(item, copy));
                    break;
                case var _ when session.Options.IncludeChanged:
                    touched.Add(Removing(item, copy));
                    break;
                default:
                    session.Counters.Settle(item, Changed(item, copy));
                    break;
            }
        }

        await remover.DeleteAsync(untouched, cancellationToken);
        if (!mode.IsDryRun)
            await remover.DeleteUnchangedAsync(touched, cancellationToken);
        else
            touched.ForEach(item => session.Counters.Settle(item, RunCount.ToDelete));
    }

    private static MigratingItem Removing(MigratingItem item, in Item copy) => item with { Source = copy, Mapped = item.Source };

    private DdbItemReport Changed(MigratingItem item, in Item copy) => proof.Report(item, DdbItemReason.Changed, proof.DifferingAttributes(item, copy),
        "The copy is not what its old item maps to: a new client changed it, or an old client changed the old item after the copy. Both were left.");
}
