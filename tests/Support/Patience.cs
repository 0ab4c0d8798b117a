namespace DynamoNamespace.Tests.Support;

/// <summary>How long a test waits for an event. A test never passes by it: the limit only ends a test that hangs.</summary>
public static class Patience
{
    /// <summary>Far beyond what the slowest wait takes on a machine with twenty times more work than processors.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Whether the event has come. It may throw where it cannot come any more.</param>
    /// <param name="otherwise">What is told where it never comes.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{otherwise} within {Limit}.");
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
