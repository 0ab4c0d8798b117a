namespace DynamoNamespace.Engine.RateControl;

/// <summary>Waits that double up to a ceiling, with full jitter, so that many writers do not come back at once.</summary>
internal static class Backoff
{
    /// <summary>How often one statement is sent before it counts as failed.</summary>
    public const int MaximumAttempts = 12;

    private const double FirstMilliseconds = 25;
    private const double CeilingMilliseconds = 5000;

    public static Task WaitAsync(int attempt, TimeProvider time, CancellationToken cancellationToken) => Task.Delay(Draw(attempt), time, cancellationToken);

    /// <summary>How long to wait before the next attempt; another time at each call.</summary>
    public static TimeSpan Draw(int attempt)
    {
        var ceiling = Math.Min(CeilingMilliseconds, FirstMilliseconds * Math.Pow(2, attempt));
        return TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * ceiling));
    }
}
