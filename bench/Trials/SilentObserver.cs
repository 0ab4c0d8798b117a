using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Bench.Trials;

/// <summary>Nobody looks at a trial's progress.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public static SilentObserver Instance { get; } = new();

    public void OnProgress(RunSnapshot snapshot)
    {
    }

    public void OnWarning(string message)
    {
    }

    public void OnVerbose(string message)
    {
    }
}
