using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// A lease as one item, renewed in the background. Every write of the item is made on the condition that its version is
/// the one that this holder wrote last, and gives it another one: what was sent before and arrives late changes nothing
/// any more, and neither does a holder that was replaced.
/// </summary>
internal sealed class TableLease : ILease
{
    private const int Attempts = 8;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private readonly StateTable table;
    private readonly string partition;
    private readonly LeaseItem taken;
    private readonly LeaseClock clock;
    private readonly StateTimings timings;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim gate = new(1);
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stopped = new();
    private readonly Dictionary<string, LogWriter> writers = new(StringComparer.Ordinal);
    private readonly ITimer expiry;
    private readonly Task renewing;
    private string version;
    private volatile bool isEnded;
    private volatile DdbException? loss;
    private Exception? lastFailure;

    public TableLease(
        StateTable table, string partition, LeaseItem taken, LeaseHolder? takenOverFrom, LeaseClock.Moment sent,
        TableStateOptions options)
    {
        this.table = table;
        this.partition = partition;
        this.taken = taken;
        timings = options.Timings;
        time = options.Time;
        TakenOverFrom = takenOverFrom;
        version = taken.Version;
        clock = new LeaseClock(timings, time, sent);
        expiry = time.CreateTimer(_ => CheckExpiry(), null, timings.Margin / 3, timings.Margin / 3);
        renewing = Task.Run(RenewAsync);
    }

    public LeaseHolder Holder => taken.Holder;

    public LeaseHolder? TakenOverFrom { get; }

    public CancellationToken Lost => lost.Token;

    /// <summary>One save of a checkpoint at a time.</summary>
    public SemaphoreSlim Saving { get; } = new(1);

    /// <summary>Whether parts of a checkpoint may stand in the table.</summary>
    public bool MayHaveParts { get; set; }

    /// <summary>How many checkpoints this holder has saved in parts.</summary>
    public long SavesInParts { get; set; }

    private string SortKey => StateKeys.Operation(Holder.Operation);

    public void Require()
    {
        CheckExpiry();
        if (loss is { } error)
            throw error;
        if (isEnded)
            throw new InvalidOperationException($"The lease of the {StateKeys.Name(Holder.Operation)} was ended.");
    }

    /// <summary>Whether this is the lease of an operation of the plan with this partition.</summary>
    public bool IsOf(string planPartition) => string.Equals(partition, planPartition, StringComparison.Ordinal);

    /// <summary>What appends to a log for this holder.</summary>
    public LogWriter Writer(string log)
    {
        lock (writers)
        {
            if (!writers.TryGetValue(log, out var writer))
                writers[log] = writer = new LogWriter(table, partition, log, this);
            return writer;
        }
    }

    /// <summary>Makes certain, by the table, that the lease is still this holder's.</summary>
    public Task VerifyAsync(CancellationToken cancellationToken) => WriteAsync(static _ => { }, cancellationToken);

    /// <summary>
    /// Changes the lease's item, on the condition that it is still this holder's; so the lease is renewed too.
    /// </summary>
    /// <exception cref="DdbException"><c>LeaseLost</c>: nothing was written.</exception>
    public Task WriteAsync(Action<StateExpression> change, CancellationToken cancellationToken) =>
        HoldingAsync(token => WriteAtOnceAsync(change, token), cancellationToken);

    /// <summary>
    /// Does what only the holder may do. It stops once the lease is lost, so that nothing is sent again after that.
    /// </summary>
    /// <exception cref="DdbException"><c>LeaseLost</c>.</exception>
    public async Task<T> HoldingAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Require();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lost);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && loss is not null)
        {
            throw loss;
        }
    }

    public async Task EndAsync()
    {
        await StopRenewingAsync();
        if (isEnded)
            return;
        if (loss is not null && !clock.IsExpired)
            throw loss;
        using var patience = new CancellationTokenSource(EndPatience, time);
        try
        {
            await WriteAtOnceAsync(LeaseItem.End, patience.Token);
            isEnded = true;
        }
        catch (OperationCanceledException error)
        {
            throw LeaseErrors.Expired(Holder, timings.LeaseDuration, table.Location, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopRenewingAsync();
        LiveLeases.Remove(taken.Id);
    }

    /// <returns>True, since this either succeeds or throws.</returns>
    private async Task<bool> WriteAtOnceAsync(Action<StateExpression> change, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await WriteOwnAsync(change, cancellationToken);
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Writes under the gate. A write whose answer was lost is recognised by the version that stands there.
    /// </summary>
    private async Task WriteOwnAsync(Action<StateExpression> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sent = LeaseClock.Moment.Now(time);
            var next = StateValue.NewVersion();
            var expression = LeaseItem.Write(version, next, sent.Time);
            change(expression);
            try
            {
                // A connection that hangs must not cost the lease.
                await table.UpdateAsync(partition, SortKey, expression, cancellationToken, timings.LeaseDuration / 4);
            }
            catch (ConditionalCheckFailedException)
            {
                var item = await table.GetAsync(partition, SortKey, cancellationToken);
                var found = item is null ? null : LeaseItem.Read(item, Holder.Operation);
                if (found?.Version != next && found?.Replaced != next)
                {
                    version = RequireOwn(found, attempt);
                    continue;
                }
            }

            version = next;
            clock.Renew(sent);
            lastFailure = null;
            return;
        }
    }

    /// <returns>
    /// The version of an item that is still this holder's: a write of its own that was given up has arrived since, or
    /// its checkpoint was removed under another operation's lease.
    /// </returns>
    private string RequireOwn(LeaseItem? found, int attempt)
    {
        if (found is not { IsHeld: true } || found.Id != taken.Id)
            throw Lose(LeaseErrors.TakenOver(Holder, found is { IsHeld: true } ? found.Holder : null, table.Location));
        if (attempt == Attempts)
        {
            throw StateTableErrors.Unavailable(
                table.Name, $"others changed the item '{partition}/{SortKey}' each time that it was to be changed");
        }

        return found.Version;
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                if (clock.UntilRenewal is { Ticks: > 0 } pause)
                {
                    await Task.Delay(pause, time, stopped.Token);
                    continue;
                }

                try
                {
                    await VerifyAsync(stopped.Token);
                }
                catch (DdbException error) when (loss is null)
                {
                    // It is tried again until the lease has expired by this machine's clock.
                    lastFailure = error;
                    await Task.Delay(timings.Observation, time, stopped.Token);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or DdbException)
        {
            // Stopped, or lost, which Lost and Require say.
        }
        catch (Exception error)
        {
            lastFailure = error;
        }
    }

    private async Task StopRenewingAsync()
    {
        await stopped.CancelAsync();
        await renewing;
        await expiry.DisposeAsync();
    }

    private void CheckExpiry()
    {
        if (loss is null && !isEnded && clock.IsExpired)
            Lose(LeaseErrors.Expired(Holder, timings.LeaseDuration, table.Location, lastFailure));
    }

    private DdbException Lose(DdbException error)
    {
        if (Interlocked.CompareExchange(ref loss, error, null) is null)
            _ = lost.CancelAsync();
        return error;
    }
}
