using System.Collections.Concurrent;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Tests.Integration.Tables;

/// <summary>Keeps what a run says.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<RunSnapshot> _snapshots = new();

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public IReadOnlyList<string> Verbose => [.. _verbose];

    public IReadOnlyList<RunSnapshot> Snapshots => [.. _snapshots];

    public void OnProgress(RunSnapshot snapshot) => _snapshots.Enqueue(snapshot);

    public void OnWarning(string message) => _warnings.Enqueue(message);

    public void OnVerbose(string message) => _verbose.Enqueue(message);
}
