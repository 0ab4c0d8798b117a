namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// How often a checkpoint is saved: about each second where that costs nothing, and otherwise so seldom that saving stays below half a percent of what the run
/// itself writes. What a run that is killed has not saved, it reads again; it writes nothing twice.
/// </summary>
internal sealed class SavePace(TimeSpan shortest)
{
    private const double MaximumShare = 0.005;

    /// <summary>A run that hardly writes is saved about as often as its lease is renewed.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private (double Stored, double Written, DateTimeOffset At)? last;

    /// <param name="stored">The write units that the state store has consumed so far.</param>
    /// <param name="written">Those that the run has.</param>
    /// <param name="now">The time.</param>
    /// <returns>How long to wait before the next save.</returns>
    public TimeSpan Next(double stored, double written, DateTimeOffset now)
    {
        var before = last;
        last = (stored, written, now);
        if (before is not { } was || stored <= was.Stored)
            return shortest;
        var rate = (written - was.Written) / Math.Max(0.1, (now - was.At).TotalSeconds);
        var seconds = rate <= 0 ? Longest.TotalSeconds : (stored - was.Stored) / (MaximumShare * rate);
        return TimeSpan.FromSeconds(Math.Clamp(seconds, shortest.TotalSeconds, Math.Max(shortest.TotalSeconds, Longest.TotalSeconds)));
    }
}
