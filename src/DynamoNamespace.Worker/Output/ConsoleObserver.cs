using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Worker.Output;

/// <summary>Warnings and, on a terminal, one line of progress, all on the error stream.</summary>
internal sealed class ConsoleObserver(bool verbose) : IRunObserver
{
    private const string ClearLine = "\r\u001b[K";

    private readonly object gate = new();
    private readonly bool isTerminal = !Console.IsErrorRedirected;
    private bool hasProgress;

    public void OnProgress(RunSnapshot snapshot)
    {
        var percent = snapshot.PercentScanned < 0 ? "" : $" {snapshot.PercentScanned} %";
        OnStep(snapshot.Phase + percent, snapshot.ToString());
    }

    /// <summary>Shows the last that was heard of what is under way.</summary>
    public void OnStep(string activity, string status)
    {
        if (!isTerminal)
            return;
        lock (gate)
        {
            Console.Error.Write($"{ClearLine}{activity}: {status}");
            hasProgress = true;
        }
    }

    public void OnWarning(string message) => WriteLine("warning: " + message);

    public void OnVerbose(string message)
    {
        if (verbose)
            WriteLine(message);
    }

    /// <summary>Takes the progress line away, before a result is printed.</summary>
    public void EndProgress()
    {
        lock (gate)
        {
            if (hasProgress)
                Console.Error.Write(ClearLine);
            hasProgress = false;
        }
    }

    public void WriteLine(string message)
    {
        EndProgress();
        lock (gate)
            Console.Error.WriteLine(message);
    }
}
