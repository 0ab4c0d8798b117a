using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// Takes the lease of one operation. Whether a holder elsewhere is at work is told by its renewals alone, as this
/// process sees them, and by no clock of another machine.
/// </summary>
internal sealed class LeaseAcquisition(
    StateTable table, PlanItems plans, RunOperation operation, TableStateOptions options)
{
    private const int Attempts = 8;
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private readonly StateTimings timings = options.Timings;
    private readonly TimeProvider time = options.Time;
    private readonly LeaseOwner owner = options.Owner;

    /// <exception cref="Errors.DdbException"><c>RunInProgress</c>.</exception>
    public async Task<TableLease> TakeAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var found = await ReadAsync(cancellationToken);
            if (found is { IsHeld: true })
                found = await RequireFreeAsync(found, cancellationToken);
            await plans.CreateAsync(cancellationToken);
            var fence = await plans.DrawFenceAsync(cancellationToken);
            if (await TryTakeAsync(found, fence, cancellationToken) is { } lease)
                return lease;
            var other = await ReadAsync(cancellationToken);
            if (other is { IsHeld: true } || attempt == Attempts)
                throw LeaseErrors.RunInProgress(operation, other?.Holder, table.Location);
        }
    }

    /// <summary>The lease as it is now; null where nobody has ever taken it.</summary>
    public async Task<LeaseItem?> ReadAsync(CancellationToken cancellationToken)
    {
        var item = await table.GetAsync(plans.Partition, StateKeys.Operation(operation), cancellationToken);
        return item is null ? null : LeaseItem.Read(item, operation);
    }

    /// <summary>
    /// The holder, as far as can be told at once: a holder elsewhere whose last renewal is so long ago that the clocks
    /// of both machines would have to differ by more than AWS allows counts as gone. To take a lease over, this is not
    /// enough.
    /// </summary>
    public async Task<LeaseHolder?> FindHolderAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is { IsHeld: true } found && !IsAbandoned(found)
        && (IsAtWork(found) || time.GetUtcNow() - found.RenewedAt < found.Duration + ClockDifference)
            ? found.Holder
            : null;

    /// <summary>
    /// Whether the holder is known to be gone: its process has ended on this machine, or a run in this very process has
    /// left its lease behind.
    /// </summary>
    private bool IsAbandoned(LeaseItem lease) =>
        IsOwnProcess(lease) ? !LiveLeases.Contains(lease.Id) : lease.Holder.Process.HasEnded();

    /// <summary>
    /// Whether the holder is known to be at work. Only of a process on this machine, whose clock is the same, the time
    /// of its last renewal tells.
    /// </summary>
    private bool IsAtWork(LeaseItem lease)
    {
        if (IsOwnProcess(lease))
            return LiveLeases.Contains(lease.Id);
        var age = time.GetUtcNow() - lease.RenewedAt;
        return lease.Holder.Process.IsKnownAlive() && age >= TimeSpan.Zero && age < lease.Duration;
    }

    private bool IsOwnProcess(LeaseItem lease) => lease.Holder.Process == owner.Process;

    /// <summary>Waits until a holder is seen to be at work or known not to be.</summary>
    /// <returns>The item that may be replaced; null where it is gone.</returns>
    private async Task<LeaseItem?> RequireFreeAsync(LeaseItem found, CancellationToken cancellationToken)
    {
        if (IsAbandoned(found))
            return found;
        if (IsAtWork(found))
            throw LeaseErrors.RunInProgress(operation, found.Holder, table.Location);
        options.WhenObserving?.Invoke(found.Holder);
        var duration = found.Duration > timings.LeaseDuration ? found.Duration : timings.LeaseDuration;
        var started = time.GetTimestamp();
        while (duration - time.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            await Task.Delay(left < timings.Observation ? left : timings.Observation, time, cancellationToken);
            var now = await ReadAsync(cancellationToken);
            if (now is not { IsHeld: true })
                return now;
            if (now.Version != found.Version)
                throw LeaseErrors.RunInProgress(operation, now.Holder, table.Location);
        }

        return found;
    }

    /// <returns>Null where another process was faster.</returns>
    private async Task<TableLease?> TryTakeAsync(LeaseItem? found, long fence, CancellationToken cancellationToken)
    {
        var sent = LeaseClock.Moment.Now(time);
        var holder = new LeaseHolder(operation, owner.User, owner.Host, owner.Process, sent.Time, fence);
        var (id, replaced) = (Guid.NewGuid().ToString("n"), found?.Version ?? "");
        var mine = new LeaseItem(
            id, holder, StateValue.NewVersion(), replaced, IsHeld: true, sent.Time, timings.LeaseDuration);
        // Before it can be read: another run in this process takes an unknown lease of the process for one that was
        // left behind.
        LiveLeases.Add(mine.Id);
        try
        {
            if (!await PutAsync(mine, cancellationToken))
            {
                LiveLeases.Remove(mine.Id);
                return null;
            }
        }
        catch
        {
            LiveLeases.Remove(mine.Id);
            throw;
        }

        var before = found is { IsHeld: true } ? found.Holder : null;
        var lease = new TableLease(table, plans.Partition, mine, before, sent, options)
        {
            MayHaveParts = found is { HasParts: true },
        };
        try
        {
            await plans.EnterAsync(lease, cancellationToken);
            return lease;
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> PutAsync(LeaseItem mine, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateAsync(plans.Partition, StateKeys.Operation(operation), mine.Take(), cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            // It may be that the answer to the first attempt was lost.
            return await ReadAsync(cancellationToken) is { } now && now.Id == mine.Id;
        }
    }
}
