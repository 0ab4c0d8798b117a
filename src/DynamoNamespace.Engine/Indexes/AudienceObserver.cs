using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Carries what a proof says to the audience of a change.</summary>
internal sealed class AudienceObserver(IIndexAudience audience) : IRunObserver
{
    public void OnProgress(RunSnapshot snapshot) => audience.OnProgress(snapshot);

    public void OnWarning(string message) => audience.OnWarning(message);

    public void OnVerbose(string message) => audience.OnVerbose(message);
}
