namespace DynamoNamespace.Engine.RateControl;

/// <summary>Waits that double up to a ceiling, with full jitter, so that many writers do not come back at once.</summary>
internal static class Backoff
{
    /// <summary>How often one statement is sent before it counts as failed.</summary>
    public const int MaximumAttempts = 12;

    private const double FirstMilliseconds = 25;
    private const double CeilingMilliseconds = 5000;

    public static Task WaitAsync(int attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        var ceiling = Math.Min(CeilingMilliseconds, FirstMilliseconds * Math.Pow(2, attempt));
        return Task.Delay(TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * ceiling)), time, cancellationToken);
    }
}
