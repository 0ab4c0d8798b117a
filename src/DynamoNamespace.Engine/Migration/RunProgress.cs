namespace DynamoNamespace.Engine.Migration;

/// <summary>Tells the observer where a phase stands while it runs, and once more at its end.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static Task WithAsync(MigrationSession session, string phase, RunCounters counters, Func<Task> work) =>
        WithAsync(session, () => session.Snapshot(phase, counters), work);

    public static async Task WithAsync(MigrationSession session, Func<RunSnapshot> snapshot, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var ticking = TickAsync(session, snapshot, stop.Token);
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

    private static async Task TickAsync(MigrationSession session, Func<RunSnapshot> snapshot, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, session.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                session.Observer.OnProgress(snapshot());
        }
        catch (OperationCanceledException)
        {
            session.Observer.OnProgress(snapshot());
        }
    }
}
