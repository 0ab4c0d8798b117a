namespace DynamoNamespace.Engine.Migration;

/// <summary>Tells the observer where a phase stands while it runs, and once more at its end.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static async Task WithAsync(MigrationSession session, string phase, RunCounters counters, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var ticking = TickAsync(session, phase, counters, stop.Token);
        try
        {
            await work();
        }
        finally
        {
            await stop.CancelAsync();
            await ticking;
        }
    }

    private static async Task TickAsync(MigrationSession session, string phase, RunCounters counters, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, session.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                session.Observer.OnProgress(session.Snapshot(phase, counters));
        }
        catch (OperationCanceledException)
        {
            session.Observer.OnProgress(session.Snapshot(phase, counters));
        }
    }
}
