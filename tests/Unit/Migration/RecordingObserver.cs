using System.Collections.Concurrent;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>Keeps what an operation had to say.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<string> Verbose { get; } = new();

    public ConcurrentQueue<RunSnapshot> Snapshots { get; } = new();

    public void OnProgress(RunSnapshot snapshot) => Snapshots.Enqueue(snapshot);

    public void OnWarning(string message) => Warnings.Enqueue(message);

    public void OnVerbose(string message) => Verbose.Enqueue(message);
}
