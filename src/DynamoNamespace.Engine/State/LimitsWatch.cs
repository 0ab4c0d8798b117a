using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.State;

/// <summary>
/// Applies the limits that are stored with the plan while a run is running, see <see cref="LimitsDocument"/>. Without stored limits the run's own apply. What
/// cannot be read as limits is warned of once and changes nothing.
/// </summary>
/// <param name="state">Where the limits are stored.</param>
/// <param name="rate">What they are applied to.</param>
/// <param name="observer">Receives changes.</param>
/// <param name="time">The clock.</param>
internal sealed class LimitsWatch(IPlanState state, RateController rate, IRunObserver observer, TimeProvider time)
{
    private string? content;
    private string? warned;

    /// <summary>Looks for other limits until it is cancelled, which is its normal end.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(state.LimitsInterval, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await LookAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        string? found;
        try
        {
            found = await state.ReadLimitsAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Limits are no reason to stop a run; what it cannot do without fails by itself.
            Warn(error.Message.TrimEnd('.'));
            return;
        }

        warned = null;
        if (found == content)
            return;
        content = found;
        Apply(found);
    }

    private void Apply(string? json)
    {
        if (json is null)
        {
            rate.Apply(rate.Own);
            observer.OnVerbose($"The limits stored in {state.Location} are gone, so the run's own limits apply: {rate.Own}.");
            return;
        }

        try
        {
            rate.Apply(LimitsDocument.Read(json, rate.Own));
            observer.OnVerbose($"Limits stored in {state.Location}: {rate.Limits}.");
        }
        catch (FormatException error)
        {
            Warn(error.Message);
        }
    }

    private void Warn(string reason)
    {
        if (reason == warned)
            return;
        warned = reason;
        observer.OnWarning($"The limits stored in {state.Location} were not applied: {reason}. The limits stay as they are ({rate.Limits}); correct them with Set-DdbMigrationLimit (ddbns limits set).");
    }
}
