namespace DynamoNamespace.Engine.State.Folder;

/// <summary>Locks files against other processes and other holders in this one. The operating system releases a lock however its process ends.</summary>
internal static class FileLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Opens and locks a file, creating it if need be; null where another holder has it.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsTaken(error))
        {
            return null;
        }
    }

    /// <summary>Whether a holder has the lock of a file now. What cannot be looked at counts as free.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (IOException error)
        {
            return IsTaken(error);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What .NET reports of a locked file: a sharing violation on Windows, EWOULDBLOCK of flock elsewhere.</summary>
    private static bool IsTaken(IOException error) => error.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock;
}
