using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Verification;

/// <summary>Records of the ledger, in memory until they are many, then in a temporary file that only this user can read.</summary>
internal sealed class LedgerPartition(Lazy<DirectoryInfo> folder, int index) : IDisposable
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

    public ReadOnlyMemory<byte> ReadAll()
    {
        lock (gate)
        {
            if (file is null)
                return buffer.ToArray();
            Spill();
            var bytes = new byte[file.Length];
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
            throw new DdbException("TemporaryFileFailed", DdbErrorKind.InvalidState, Path.GetTempPath(),
                $"The temporary files of the verification cannot be written in '{Path.GetTempPath()}': {error.Message.TrimEnd('.')}. Make room there or set TMPDIR to another folder, then run the same command again; nothing was changed.", error);
        }
    }

    private void WriteOut()
    {
        file ??= new FileStream(Path.Combine(folder.Value.FullName, FormattableString.Invariant($"{index}.ledger")), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        });
        file.Position = file.Length;
        buffer.WriteTo(file);
        buffer.SetLength(0);
    }
}
