using System.Runtime.CompilerServices;
using System.Text;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Folder;

/// <summary>
/// A log as a file of lines: text as it is, bytes in base64, one append a line. So a crash can only cut the last line short, and that line was not
/// acknowledged. A position is a length of the file, and what this object has removed from its beginning; only who removes something may read on after it.
/// </summary>
internal sealed class FolderStateLog(string path, bool isText) : IStateLog
{
    private const int BlockBytes = 256 * 1024;

    private readonly SemaphoreSlim gate = new(1);
    private bool isWhole;
    private long removed;

    public async Task<LogPosition> AppendAsync(ReadOnlyMemory<byte> bytes, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        return await WriteAsync(file =>
        {
            file.Position = file.Length;
            if (isText)
                file.Write(bytes.Span);
            else
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes.Span) + '\n'));
        }, cancellationToken);
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(LogCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await OpenAsync(cursor, cancellationToken) is not { } opened)
            yield break;
        await using var file = opened;
        var block = new byte[BlockBytes];
        var held = 0;
        while (true)
        {
            if (held == block.Length)
                Array.Resize(ref block, block.Length * 2);
            var count = await file.ReadAsync(block.AsMemory(held), cancellationToken);
            held += count;
            var whole = block.AsSpan(0, held).LastIndexOf((byte)'\n') + 1;
            for (var lines = block.AsMemory(0, whole); lines.Length > 0;)
            {
                var length = isText ? lines.Length : lines.Span.IndexOf((byte)'\n') + 1;
                // A copy, because the block is read into again.
                var bytes = isText ? lines.ToArray() : FromBase64(lines.Span[..(length - 1)]);
                cursor.Offset += length;
                yield return bytes;
                lines = lines[length..];
            }

            block.AsSpan(whole, held - whole).CopyTo(block);
            held -= whole;

            if (count == 0)
                yield break;
        }
    }

    public Task TruncateAsync(LogPosition? position, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        return position is null && !Path.Exists(path)
            ? Task.CompletedTask
            : WriteAsync(file => file.SetLength(position is null ? 0 : PlaceOf(position.Offset, file)), cancellationToken);
    }

    public async Task RemoveThroughAsync(LogPosition position, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        await gate.WaitAsync(cancellationToken);
        try
        {
            var temporary = path + ".new";
            long place;
            await using (var rest = PrivateFile.Open(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            {
                file.Position = place = PlaceOf(position.Offset, file);
                await file.CopyToAsync(rest, cancellationToken);
                rest.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            removed += place;
        }
        catch (Exception error) when (FolderDocument.IsUnwritable(error))
        {
            throw FolderDocument.NotWritable(path, error);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Where a position stands in the file as it is now.</summary>
    private long PlaceOf(long offset, FileStream file) => Math.Clamp(offset - removed, 0, file.Length);

    /// <returns>The file where a cursor goes on in it; null where there is none.</returns>
    private async Task<FileStream?> OpenAsync(LogCursor cursor, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = PlaceOf(cursor.Offset, file);
            cursor.Offset = removed + file.Position;
            return file;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    private byte[] FromBase64(ReadOnlySpan<byte> line)
    {
        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(line));
        }
        catch (FormatException error)
        {
            throw new DdbException("JournalUnreadable", DdbErrorKind.InvalidState, path,
                $"The journal '{path}' cannot be read: one of its lines is not in base64. Nothing was changed. Restore the file as it was written, then run the same command again.", error);
        }
    }

    private async Task<LogPosition> WriteAsync(Action<FileStream> write, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            using var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (!isWhole)
                CutTornLine(file);
            isWhole = true;
            write(file);
            file.Flush(flushToDisk: true);
            return new LogPosition(removed + file.Length);
        }
        catch (Exception error) when (FolderDocument.IsUnwritable(error))
        {
            // What was written of it is cut off by the next append.
            isWhole = false;
            throw FolderDocument.NotWritable(path, error);
        }
        finally
        {
            gate.Release();
        }
    }

    private static void CutTornLine(FileStream file)
    {
        var block = new byte[4096];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - block.Length);
            file.Position = start;
            file.ReadExactly(block, 0, (int)(end - start));
            var last = block.AsSpan(0, (int)(end - start)).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                file.SetLength(start + last + 1);
                return;
            }

            end = start;
        }

        file.SetLength(0);
    }
}
