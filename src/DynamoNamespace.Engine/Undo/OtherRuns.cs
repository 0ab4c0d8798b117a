using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Undo;

/// <summary>
/// Keeps copy, delete, verification, catch-up and resolutions of the same plan from running beside an undo, and forgets where they stood: what they were about to
/// resume is taken back, and a catch-up that resumed afterwards would carry the undo itself.
/// </summary>
internal sealed class OtherRuns : IAsyncDisposable
{
    private static readonly RunOperation[] Operations = [RunOperation.Copy, RunOperation.Verify, RunOperation.Delete, RunOperation.Sync, RunOperation.Resolve];

    private readonly MigrationSession session;
    private readonly List<ILease> leases = [];

    private OtherRuns(MigrationSession session) => this.session = session;

    /// <exception cref="Errors.DdbException">One of them is running; nothing was changed.</exception>
    public static async Task<OtherRuns> CloseAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        var others = new OtherRuns(session);
        try
        {
            foreach (var operation in Operations)
                others.leases.Add(await session.State.AcquireAsync(operation, cancellationToken));
            return others;
        }
        catch
        {
            await others.DisposeAsync();
            throw;
        }
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
            await ForgetAsync(session.State, lease.Holder.Operation, lease, cancellationToken);
    }

    /// <summary>Forgets what an operation keeps: where it stands, what it recorded, and what a catch-up has deferred.</summary>
    public static async Task ForgetAsync(IPlanState state, RunOperation operation, ILease lease, CancellationToken cancellationToken)
    {
        await state.DeleteCheckpointAsync(operation, lease, cancellationToken);
        await state.Log(StateLogs.Records(operation)).TruncateAsync(null, lease, cancellationToken);
        if (operation == RunOperation.Sync)
            await state.Log(StateLogs.Deferred).TruncateAsync(null, lease, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lease in leases)
        {
            await lease.EndOrWarnAsync(session.Observer);
            await lease.DisposeAsync();
        }
    }
}
