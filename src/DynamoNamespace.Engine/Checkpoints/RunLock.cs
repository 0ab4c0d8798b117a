using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Keeps two runs from sharing one checkpoint. The operating system lets go of it however the process ends.</summary>
internal sealed class RunLock : IDisposable
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int Attempts = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <exception cref="DdbException">Another run is at work with this checkpoint, or the folder cannot be written.</exception>
    public static RunLock Take(RunFolder folder, RunOperation operation)
    {
        var path = folder.LockPath(operation);
        try
        {
            StateFolder.Create(folder.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, error);
        }

        try
        {
            return new RunLock(Open(path));
        }
        catch (IOException error) when (IsTaken(error))
        {
            throw new DdbException("RunInProgress", DdbErrorKind.InvalidState, folder.Path,
                $"A {operation.ToString().ToLowerInvariant()} with the checkpoint in '{folder.Path}' is at work already, in this process or another. Wait for it or stop it, then run the same command again; nothing was changed.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, error);
        }
    }

    /// <summary>Whether a run of this operation is at work now.</summary>
    public static bool IsTaken(RunFolder folder, RunOperation operation)
    {
        try
        {
            new FileStream(folder.LockPath(operation), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (IOException error)
        {
            return IsTaken(error);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's; it cannot be told.
            return false;
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>Who asks whether a run is at work holds the lock for a moment; that is waited out.</summary>
    private static FileStream Open(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (attempt < Attempts && IsTaken(error))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>What .NET reports of a file that another process or stream has locked: a sharing violation on Windows, EWOULDBLOCK of flock elsewhere.</summary>
    private static bool IsTaken(IOException error) => error.HResult is unchecked((int)0x80070020) or LinuxWouldBlock or MacWouldBlock;

    private static DdbException NotWritable(RunFolder folder, Exception error) => new("CheckpointNotWritable", DdbErrorKind.InvalidState, folder.Path,
        $"The folder '{folder.Path}' for the run's checkpoint cannot be written: {error.Message.TrimEnd('.')}. Name another with -CheckpointPath (--checkpoint-path); nothing was changed.", error);
}
