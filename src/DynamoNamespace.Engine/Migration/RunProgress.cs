namespace DynamoNamespace.Engine.Migration;

/// <summary>Tells the observer where a phase stands while it runs, and once more at its end.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static Task WithAsync(MigrationSession session, string phase, RunCounters counters, Func<Task> work) =>
        WithAsync(session, () => session.Snapshot(phase, counters), work);

    public static Task WithAsync(MigrationSession session, Func<RunSnapshot> snapshot, Func<Task> work) =>
        WithAsync(session.Observer, session.Time, snapshot, work);

    public static async Task WithAsync(IRunObserver observer, TimeProvider time, Func<RunSnapshot> snapshot, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var ticking = TickAsync(observer, time, snapshot, stop.Token);
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

    private static async Task TickAsync(IRunObserver observer, TimeProvider time, Func<RunSnapshot> snapshot, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                observer.OnProgress(snapshot());
        }
        catch (OperationCanceledException)
        {
            observer.OnProgress(snapshot());
        }
    }
}
