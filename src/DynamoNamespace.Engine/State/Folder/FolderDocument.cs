using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Folder;

/// <summary>Reads and writes small JSON files. A write is atomic: a reader sees the old content or the new one, whole.</summary>
internal static class FolderDocument
{
    /// <summary>The ID of the error that ends a run whose files cannot be written.</summary>
    public const string NotWritableId = "CheckpointNotWritable";

    private static readonly JsonSerializerOptions JsonOptions = new(RecordLog.JsonOptions) { WriteIndented = true, MaxDepth = 256 };

    /// <summary>The document at this path, or null where there is none.</summary>
    /// <exception cref="DdbException"><c>CheckpointUnreadable</c>.</exception>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), JsonOptions) ?? throw new JsonException("it is null") : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Writes to a temporary file beside it, flushes that to disk, and renames it.</summary>
    /// <exception cref="DdbException"><c>CheckpointNotWritable</c>.</exception>
    public static void Write<T>(string path, T document)
    {
        try
        {
            var temporary = path + ".new";
            using (var file = PrivateFile.Open(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, document, JsonOptions);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (IsUnwritable(error))
        {
            throw NotWritable(path, error);
        }
    }

    /// <summary>Whether an error says that a file cannot be written. A file that is not allowed to grow (EFBIG) is an argument out of range to .NET.</summary>
    public static bool IsUnwritable(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    public static DdbException NotWritable(string path, Exception error) => new(NotWritableId, DdbErrorKind.InvalidState, path,
        $"The checkpoint '{path}' cannot be written: {error.Message.TrimEnd('.')}. The run was stopped, because it could not be resumed. What it has written stays and is safe. "
        + "Free some disk space or correct the folder's permissions, then run the same command again.", error);

    public static DdbException Unreadable(string path, string why, Exception? error) => new("CheckpointUnreadable", DdbErrorKind.InvalidState, path,
        $"The checkpoint '{path}' cannot be read: {why}. Nothing was changed. Run the command with -Restart (--restart) to start over, or name another folder with -CheckpointPath (--checkpoint-path).", error);
}
