using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>A plan's state of which nothing is there but one log.</summary>
internal sealed class LogState(IStateLog log) : IPlanState
{
    public string Location => "memory";

    public string ScratchFolder => throw new NotSupportedException();

    public TimeSpan LimitsInterval => throw new NotSupportedException();

    public IStateLog Log(string name) => log;

    public string NameOf(RunOperation operation) => throw new NotSupportedException();

    public string? PathOf(RunOperation operation) => throw new NotSupportedException();

    public Task<StoredPlan?> ReadPlanAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ILease> AcquireAsync(RunOperation operation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<LeaseHolder?> FindHolderAsync(RunOperation operation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetPhaseAsync(DdbPlanPhase phase, ILease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ExpectLatePutsAsync(DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ExpectLateRemovalsAsync(DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ExpectLateDeletesAsync(DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Checkpoint?> ReadCheckpointAsync(RunOperation operation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveCheckpointAsync(Checkpoint checkpoint, ILease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteCheckpointAsync(RunOperation operation, ILease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> ReadLimitsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WriteLimitsAsync(string? json, CancellationToken cancellationToken) => throw new NotSupportedException();
}
