using System.Diagnostics;

namespace DynamoNamespace.Tests.Unit.RateControl;

/// <summary>A clock that stands still until a test moves it; its timers fire as it passes them, in their order.</summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2025, 6, 15, 10, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly object gate = new();
    private readonly List<FakeTimer> timers = [];
    private TimeSpan elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed
    {
        get
        {
            lock (gate)
                return elapsed;
        }
    }

    /// <summary>How long the clock has to move until each timer fires.</summary>
    public IReadOnlyList<TimeSpan> Timers
    {
        get
        {
            lock (gate)
                return timers.ConvertAll(timer => timer.Due - elapsed);
        }
    }

    /// <summary>How long the clock has to move until a timer fires; null where none is set.</summary>
    public TimeSpan? NextDue => Timers is { Count: > 0 } due ? due.Min() : null;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        var until = Elapsed + span;
        while (TakeNext(until) is { } timer)
            timer.Fire();
        lock (gate)
            elapsed = until;
    }

    /// <summary>Moves the clock from timer to timer until the task has ended.</summary>
    public async Task RunAsync(Task task)
    {
        var waited = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            if (NextDue is { } due)
                Advance(due);
            else if (waited.Elapsed > Patience)
                throw new TimeoutException("The task neither ends nor waits for the clock.");
            else
                await Task.Yield();
        }

        await task;
    }

    private FakeTimer? TakeNext(TimeSpan until)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null)
                return null;
            elapsed = next.Due;
            if (next.Period is { } period)
                next.Due += period;
            else
                timers.Remove(next);
            return next;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; set; }

        public TimeSpan? Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                Period = period > TimeSpan.Zero ? period : null;
                if (dueTime < TimeSpan.Zero)
                    return true;
                Due = time.elapsed + dueTime;
                time.timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
