namespace DynamoNamespace.Engine.Migration;

/// <summary>Hears what an operation has to say while it runs. Calls come from any thread.</summary>
public interface IRunObserver
{
    /// <summary>Where the run stands, a few times a second.</summary>
    void OnProgress(RunSnapshot snapshot);

    /// <summary>Something that the user should know and that does not stop the run.</summary>
    void OnWarning(string message);

    /// <summary>What is done and decided, for those who ask.</summary>
    void OnVerbose(string message);
}
