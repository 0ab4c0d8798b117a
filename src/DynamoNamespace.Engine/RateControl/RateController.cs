using DynamoNamespace.Engine.Logging;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>Holds one run to its limits: units, requests at once, and retries. The first two may be changed while it runs.</summary>
internal sealed class RateController
{
    /// <summary>For how long after the table throttled this is the first thing to tell.</summary>
    private static readonly TimeSpan ThrottlingIsNews = TimeSpan.FromSeconds(10);

    private readonly RunLog log;
    private RunLimits limits;
    private int throttled;

    /// <param name="own">The limits that the run began with.</param>
    /// <param name="tableName">The table, for errors.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears of changes; null for nowhere.</param>
    public RateController(RunLimits own, string tableName, TimeProvider time, RunLog? log = null)
    {
        this.log = log ?? RunLog.None;
        Own = own;
        limits = own;
        Meter = new CapacityMeter(own.Read.UnitsPerSecond, own.Write.UnitsPerSecond, time);
        Concurrency = new ConcurrencyLimit(own.Requests, time);
        Retries = new RetryBudget(tableName);
    }

    /// <summary>The limits that the run began with.</summary>
    public RunLimits Own { get; }

    /// <summary>The limits in force.</summary>
    public RunLimits Limits => Volatile.Read(ref limits);

    public CapacityMeter Meter { get; }

    public ConcurrencyLimit Concurrency { get; }

    public RetryBudget Retries { get; }

    /// <summary>How fast the run may go now, and why not faster.</summary>
    public RateStatus Status
    {
        get
        {
            var state = Concurrency.State;
            return new RateStatus(state.Current, Explain(state, Limits));
        }
    }

    /// <summary>Puts other limits in force.</summary>
    public void Apply(RunLimits next)
    {
        var before = Interlocked.Exchange(ref limits, next);
        log.Write("limitsChanged", json =>
        {
            json.WriteString("cause", ReferenceEquals(next, Own) ? "limits file gone" : "limits file");
            RunEvents.WriteLimits(json, "from", before);
            RunEvents.WriteLimits(json, "to", next);
        });
        Meter.Read.SetLimit(next.Read.UnitsPerSecond);
        Meter.Write.SetLimit(next.Write.UnitsPerSecond);
        Concurrency.SetCeiling(next.Requests);
    }

    /// <summary>Hears that a request or a statement was throttled. The log tells of it at most once a second.</summary>
    public void OnThrottled(string operation)
    {
        var before = Concurrency.State.Current;
        Interlocked.Increment(ref throttled);
        if (!Concurrency.OnThrottled())
            return;
        var times = Interlocked.Exchange(ref throttled, 0);
        log.Write("throttled", json =>
        {
            json.WriteString("operation", operation);
            json.WriteNumber("times", times);
            json.WriteNumber("concurrencyBefore", before);
            json.WriteNumber("concurrency", Concurrency.State.Current);
        });
    }

    private string Explain(ConcurrencyState state, RunLimits limits)
    {
        var isHeldDown = state.Current < state.Ceiling;
        if (isHeldDown && state.SinceThrottled <= ThrottlingIsNews)
            return Throttled(state);
        if (Meter.Write.MadeWaitLately)
            return $"write units: {limits.Write.Text}";
        if (Meter.Read.MadeWaitLately)
            return $"read units: {limits.Read.Text}";
        if (!isHeldDown)
            return FormattableString.Invariant($"concurrency {state.Current:N0}: {limits.RequestsText}");
        return state.SinceThrottled is null
            ? FormattableString.Invariant($"concurrency {state.Current:N0} of {state.Ceiling:N0}: growing")
            : Throttled(state);
    }

    private static string Throttled(ConcurrencyState state) => FormattableString.Invariant(
        $"concurrency {state.Current:N0} of {state.Ceiling:N0}: the table throttled {Math.Max(1, Math.Round(state.SinceThrottled!.Value.TotalSeconds)):N0} s ago");
}
