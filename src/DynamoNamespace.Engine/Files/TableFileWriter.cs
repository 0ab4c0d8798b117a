using System.IO.Compression;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Files;

/// <summary>
/// Writes a file of items under another name, and gives it its own only once it is whole and proven: whatever ends the export before, nothing is left
/// under the name. Lines come from several threads.
/// </summary>
internal sealed class TableFileWriter : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly object gate = new();
    private readonly string path;
    private readonly FileStream disk;
    private readonly HashingStream file;
    private readonly Stream content;
    private bool isKept;

    private TableFileWriter(string path, FileStream disk)
    {
        this.path = path;
        this.disk = disk;
        file = new HashingStream(disk);
        content = TableFileReader.IsGzip(path) ? new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true) : file;
    }

    /// <summary>The name that it has until it is proven.</summary>
    public string PartialPath => PartialPathOf(path);

    public long Lines { get; private set; }

    public long ContentBytes { get; private set; }

    public long FileBytes => file.Bytes;

    /// <summary>An empty member; the platform writes none of its own where there is nothing to compress (https://www.rfc-editor.org/rfc/rfc1952).</summary>
    private static ReadOnlySpan<byte> EmptyGzip => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Begins a file that only this user can read.</summary>
    /// <exception cref="DdbException"><c>FileNotWritable</c>.</exception>
    public static TableFileWriter Create(string path) =>
        Try(path, () => new TableFileWriter(path, PrivateFile.Open(PartialPathOf(path), FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes)));

    public void Write(ReadOnlyMemory<byte> lines, int count)
    {
        lock (gate)
        {
            Try(path, () =>
            {
                content.Write(lines.Span);
                return lines.Length;
            });
            Lines += count;
            ContentBytes += lines.Length;
        }
    }

    /// <summary>Ends the file, makes it durable and closes it.</summary>
    /// <returns>The SHA-256 of what was written to disk.</returns>
    public string Complete() => Try(path, () =>
    {
        if (content is GZipStream)
            content.Dispose();
        if (content is GZipStream && file.Bytes == 0)
            file.Write(EmptyGzip);
        disk.Flush(flushToDisk: true);
        var sha256 = file.Sha256();
        file.Dispose();
        return sha256;
    });

    /// <summary>Gives the file its name, and puts its manifest beside it.</summary>
    public void Keep(TableFileManifest manifest) => Try(path, () =>
    {
        var place = TableFileManifest.PathOf(path);
        manifest.WriteTo(PartialPathOf(place));
        // A file without a manifest is refused by an import, and one with another file's manifest too; which of the two a crash leaves does not matter.
        File.Move(PartialPath, path, overwrite: true);
        isKept = true;
        File.Move(PartialPathOf(place), place, overwrite: true);
        return place;
    });

    public void Dispose()
    {
        try
        {
            content.Dispose();
            file.Dispose();
        }
        catch (Exception error) when (CheckpointFile.IsUnwritable(error))
        {
            // Told when it was to be written; closing tries once more.
        }

        if (!isKept)
            Remove(PartialPath);
        Remove(PartialPathOf(TableFileManifest.PathOf(path)));
    }

    private static string PartialPathOf(string path) => path + ".partial";

    private static void Remove(string place)
    {
        try
        {
            File.Delete(place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is told by its name that it is not whole, and the next export overwrites it.
        }
    }

    private static T Try<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (CheckpointFile.IsUnwritable(error))
        {
            throw TableFileErrors.NotWritable(path, error);
        }
    }
}
