using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Where a run stands: what the progress bar, the log line and the result all tell.</summary>
/// <param name="Phase">What is being done, such as <c>Copy</c>.</param>
/// <param name="Scanned">Items read.</param>
/// <param name="EstimatedItems">Items in the table by its own count, which DynamoDB renews about every six hours; 0 where unknown.</param>
/// <param name="Candidates">Items that the mapping matches.</param>
/// <param name="Done">Candidates written, deleted, or found to need nothing.</param>
/// <param name="Troubled">Conflicts, failures and kept items.</param>
/// <param name="ReadUnits">Read units consumed.</param>
/// <param name="WriteUnits">Write units consumed.</param>
/// <param name="Throttled">Throttled requests and statements.</param>
/// <param name="Elapsed">Time since the phase began.</param>
/// <param name="Rate">How fast the run may go now, and why not faster; null where nothing limits it.</param>
/// <param name="Lag">Of a catch-up: how far it is behind the table; null of other phases.</param>
public sealed record RunSnapshot(
    string Phase,
    long Scanned,
    long EstimatedItems,
    long Candidates,
    long Done,
    long Troubled,
    double ReadUnits,
    double WriteUnits,
    long Throttled,
    TimeSpan Elapsed,
    RateStatus? Rate = null,
    TimeSpan? Lag = null)
{
    /// <summary>What <see cref="Candidates"/> are called.</summary>
    public string Noun { get; init; } = "candidates";

    /// <summary>How much of the table has been read, from 0 to 100; -1 where the table does not say how large it is.</summary>
    public int PercentScanned => EstimatedItems <= 0 ? -1 : (int)Math.Min(99, Scanned * 100 / EstimatedItems);

    /// <summary>The snapshot as one line.</summary>
    public override string ToString()
    {
        var rate = Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;
        var throttled = Throttled > 0 ? $", throttled {Throttled} times" : "";
        var limit = Rate is null ? "" : $"; {Rate.LimitedBy}";
        var lag = Lag is { } behind ? FormattableString.Invariant($", {behind.TotalSeconds:N0} s behind") : "";
        return FormattableString.Invariant(
            $"{Scanned:N0} read, {Done:N0} of {Candidates:N0} {Noun} done, {Troubled:N0} in trouble, {rate:N0} items/s, {ReadUnits:N0} RU, {WriteUnits:N0} WU{throttled}{lag}{limit}");
    }
}
