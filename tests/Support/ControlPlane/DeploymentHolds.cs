namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>
/// Keeps things in a state that would pass too soon to be seen on a busy machine: a resource by its logical ID
/// (<c>Items UPDATE_IN_PROGRESS</c>), an index by its name (<c>by-status CREATING</c>), a stack as a whole (<c>STACK</c>).
/// </summary>
public sealed class DeploymentHolds
{
    /// <summary>The stack and its change sets, between any two of their states.</summary>
    public const string Stack = "STACK";

    private readonly object _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _held = new(StringComparer.Ordinal);

    /// <summary>Keeps it there, from now on or once it comes there, until the answer is disposed of.</summary>
    public IDisposable Hold(string state)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _held.Add(state, held);
        return new Release(this, state, held);
    }

    internal bool IsHeld(string state)
    {
        lock (_gate)
            return _held.ContainsKey(state);
    }

    /// <summary>Stays in a state for a while, and as long as it is held there.</summary>
    internal async Task StayAsync(string state, TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.Delay(time, cancellationToken);
        Task? held;
        lock (_gate)
            held = _held.GetValueOrDefault(state)?.Task;
        if (held is not null)
            await held.WaitAsync(cancellationToken);
    }

    private sealed class Release(DeploymentHolds holds, string state, TaskCompletionSource held) : IDisposable
    {
        public void Dispose()
        {
            lock (holds._gate)
                holds._held.Remove(state);
            held.TrySetResult();
        }
    }
}
