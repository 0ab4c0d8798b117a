using System.Runtime.InteropServices;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>
/// While an operation runs, SIGTERM stops it as Ctrl+C does, and the process ends once it has come to its end: the signal's own handling is
/// only held up, and not for longer than a container's stop usually allows.
/// </summary>
internal sealed class TerminationSignal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    // Never disposed of: the signal's handler may still be waiting when the operation's thread has moved on.
    private readonly ManualResetEventSlim ended = new();
    private readonly PosixSignalRegistration registration;
    private readonly CancellationTokenSource stop;

    /// <param name="stop">What stops the operation.</param>
    public TerminationSignal(CancellationTokenSource stop)
    {
        this.stop = stop;
        registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Says that the operation has come to its end.</summary>
    public void Dispose()
    {
        ended.Set();
        registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        try
        {
            stop.Cancel();
            ended.Wait(Patience);
        }
        catch (ObjectDisposedException)
        {
            // The operation ended at this very moment.
        }
    }
}
