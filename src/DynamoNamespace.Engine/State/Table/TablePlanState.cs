using System.Collections.Concurrent;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>The state of one plan in a state table.</summary>
internal sealed class TablePlanState : IPlanState
{
    /// <summary>The logs that an undone plan needs no more.</summary>
    private static readonly string[] Journals =
        [StateLogs.Deletions, StateLogs.Updates, StateLogs.SyncUpdates, StateLogs.Deferred];

    private readonly StateTable table;
    private readonly StateTableSetup setup;
    private readonly PlanIdentity plan;
    private readonly TableStateOptions options;
    private readonly PlanItems items;
    private readonly CheckpointItems checkpoints;
    private readonly LimitsItem limits;
    private readonly ConcurrentDictionary<string, IStateLog> logs = new(StringComparer.Ordinal);
    private bool isReadable;

    public TablePlanState(StateTable table, StateTableSetup setup, PlanIdentity plan, TableStateOptions options)
    {
        this.table = table;
        this.setup = setup;
        this.plan = plan;
        this.options = options;
        items = new PlanItems(table, plan, options.Time);
        checkpoints = new CheckpointItems(table, items.Partition);
        limits = new LimitsItem(table, items.Partition);
    }

    public string Location => table.Location;

    public TimeSpan LimitsInterval => TimeSpan.FromSeconds(5);

    public string Partition => items.Partition;

    public string NameOf(RunOperation operation) => $"dynamodb://{table.Name}/{plan.Id}/{StateKeys.Name(operation)}";

    public string? PathOf(RunOperation operation) => null;

    public string ScratchFolder =>
        Path.Combine(StateFolder.TryFind() ?? Path.Combine(Path.GetTempPath(), "dynamonamespace"), plan.Id);

    public async Task<StoredPlan?> ReadPlanAsync(CancellationToken cancellationToken) =>
        (await items.ReadAsync(cancellationToken))?.Stored;

    public async Task<ILease> AcquireAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        await setup.EnsureAsync(cancellationToken);
        await RequireReadableAsync(cancellationToken);
        var lease = await Acquisition(operation).TakeAsync(cancellationToken);
        try
        {
            if (lease.TakenOverFrom is not null)
                await LateRequests.ExpectAsync(this, operation, options.Timings, options.Time, cancellationToken);
            return lease;
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    public async Task<LeaseHolder?> FindHolderAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        await RequireReadableAsync(cancellationToken);
        return await Acquisition(operation).FindHolderAsync(cancellationToken);
    }

    public Task SetPhaseAsync(DdbPlanPhase phase, ILease lease, CancellationToken cancellationToken)
    {
        var own = Own(lease);
        return own.HoldingAsync(async token =>
        {
            await items.SetPhaseAsync(phase, own, token);
            return true;
        }, cancellationToken);
    }

    public Task ExpectLatePutsAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        items.ExtendAsync(StateAttributes.LatePutsUntil, until, cancellationToken);

    public Task ExpectLateDeletesAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        items.ExtendAsync(StateAttributes.LateDeletesUntil, until, cancellationToken);

    public Task ExpectLateRemovalsAsync(DateTimeOffset until, CancellationToken cancellationToken) =>
        items.ExtendAsync(StateAttributes.LateRemovalsUntil, until, cancellationToken);

    public async Task<Checkpoint?> ReadCheckpointAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        await RequireReadableAsync(cancellationToken);
        return await checkpoints.ReadAsync(operation, cancellationToken);
    }

    public Task SaveCheckpointAsync(Checkpoint checkpoint, ILease lease, CancellationToken cancellationToken) =>
        checkpoint.Operation == lease.Holder.Operation
            ? checkpoints.SaveAsync(checkpoint, Own(lease), cancellationToken)
            : throw new ArgumentException(
                $"A checkpoint of {checkpoint.Operation} cannot be saved under the lease of {lease.Holder.Operation}.",
                nameof(lease));

    public Task DeleteCheckpointAsync(RunOperation operation, ILease lease, CancellationToken cancellationToken) =>
        checkpoints.DeleteAsync(operation, Own(lease), cancellationToken);

    public IStateLog Log(string name) =>
        logs.GetOrAdd(name, static (log, self) => new TableStateLog(self.table, self, log), this);

    public async Task<string?> ReadLimitsAsync(CancellationToken cancellationToken)
    {
        await RequireReadableAsync(cancellationToken);
        return await limits.ReadAsync(cancellationToken);
    }

    public async Task WriteLimitsAsync(string? json, CancellationToken cancellationToken)
    {
        if (await items.ReadAsync(cancellationToken) is null)
        {
            throw new DdbException("PlanNotFound", DdbErrorKind.NotFound, plan.TableName,
                $"The {Location} holds no state of this plan on table '{plan.TableName}', so there is no run to limit. "
                + "Begin an operation of the plan first; nothing was changed.");
        }

        await limits.WriteAsync(json, cancellationToken);
    }

    public async Task RetireAsync(ILease lease, CancellationToken cancellationToken)
    {
        if (await ReadPlanAsync(cancellationToken) is not { Phase: DdbPlanPhase.Undone })
            throw new InvalidOperationException("Only an undone plan needs its journals no more.");
        foreach (var journal in Journals)
            await Log(journal).TruncateAsync(null, lease, cancellationToken);
        Own(lease).Require();
        await new PlanExpiry(table, plan.Id, options.Time).BeginAsync(cancellationToken);
    }

    /// <summary>Refuses a plan that a newer version has stored. It is looked at once.</summary>
    public async Task RequireReadableAsync(CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref isReadable) && await items.ReadAsync(cancellationToken) is not null)
            Volatile.Write(ref isReadable, true);
    }

    public TableLease Own(ILease lease) => lease is TableLease own && own.IsOf(Partition)
        ? own
        : throw new ArgumentException("The lease is of another plan or store.", nameof(lease));

    private LeaseAcquisition Acquisition(RunOperation operation) =>
        new(table, items, operation, options);
}
