using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Records of the ledger, in memory until they are many, then in a file that only this user can read.</summary>
/// <param name="folder">Where its file is made.</param>
/// <param name="root">The folder that the user knows of, for errors.</param>
/// <param name="index">Its number.</param>
/// <param name="keptLength">How much of a file that is there already counts.</param>
internal sealed class LedgerPartition(Lazy<string> folder, string root, int index, long keptLength) : IDisposable
{
    private const int BufferBytes = 32 * 1024;

    private readonly object gate = new();
    private readonly MemoryStream buffer = new();
    private FileStream? file;

    public void Add(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        lock (gate)
        {
            buffer.Write(head);
            buffer.Write(tail);
            if (buffer.Length >= BufferBytes)
                Spill();
        }
    }

    /// <summary>Writes everything to disk, and tells how long the file is.</summary>
    public long Flush()
    {
        lock (gate)
        {
            if (file is null && buffer.Length == 0)
                return keptLength;
            Spill();
            file!.Flush(flushToDisk: true);
            return file.Length;
        }
    }

    public ReadOnlyMemory<byte> ReadAll()
    {
        lock (gate)
        {
            if (file is null && keptLength == 0)
                return buffer.ToArray();
            Spill();
            var bytes = new byte[file!.Length];
            file.Position = 0;
            file.ReadExactly(bytes);
            return bytes;
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        buffer.Dispose();
    }

    private void Spill()
    {
        try
        {
            WriteOut();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DdbException("TemporaryFileFailed", DdbErrorKind.InvalidState, root,
                $"The working files of the verification cannot be written in '{root}': {error.Message.TrimEnd('.')}. Make room there, set TMPDIR to another folder or name one with -CheckpointPath (--checkpoint-path), then run the same command again; nothing was changed.", error);
        }
    }

    private void WriteOut()
    {
        file ??= Open();
        file.Position = file.Length;
        buffer.WriteTo(file);
        buffer.SetLength(0);
    }

    private FileStream Open()
    {
        var path = Path.Combine(folder.Value, FormattableString.Invariant($"{index}.ledger"));
        var opened = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        opened.SetLength(Math.Min(keptLength, opened.Length));
        return opened;
    }
}
