using System.Text.Json;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Reads and writes checkpoints. A write is atomic: whoever reads sees the old one or the new one, whole.</summary>
internal static class CheckpointFile
{
    /// <summary>The ID of the error that ends a run whose files cannot be written.</summary>
    public const string NotWritableId = "CheckpointNotWritable";

    private static readonly JsonSerializerOptions JsonOptions = new(RecordLog.JsonOptions) { WriteIndented = true, MaxDepth = 256 };

    /// <summary>The checkpoint at this path, or null where there is none.</summary>
    /// <exception cref="DdbException">There is a file, and it is no checkpoint that this version can read.</exception>
    public static Checkpoint? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var checkpoint = JsonSerializer.Deserialize<Checkpoint>(File.ReadAllBytes(path), JsonOptions);
            if (checkpoint is { Format: Checkpoint.CurrentFormat })
                return checkpoint;
            throw Unreadable(path, $"its format is '{checkpoint?.Format}', and this version reads '{Checkpoint.CurrentFormat}'", null);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error.Message.TrimEnd('.'), error);
        }
    }

    /// <summary>Writes to a temporary file beside it, flushes that to disk, and renames it.</summary>
    /// <exception cref="DdbException">It cannot be written.</exception>
    public static void Write(string path, Checkpoint checkpoint)
    {
        try
        {
            var temporary = path + ".new";
            using (var file = PrivateFile.Open(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(file, checkpoint, JsonOptions);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (IsUnwritable(error))
        {
            throw NotWritable(path, error);
        }
    }

    /// <summary>
    /// Closes a file of a run. Whatever had to be in it was flushed before, and told where that failed; closing tries once more to write what could not be.
    /// </summary>
    public static void Close(FileStream file)
    {
        try
        {
            file.Dispose();
        }
        catch (Exception error) when (IsUnwritable(error))
        {
            // Told when it was to be flushed.
        }
    }

    /// <summary>Whether an error says that a file cannot be written. A file that is not allowed to grow (EFBIG) is an argument out of range to .NET.</summary>
    public static bool IsUnwritable(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    public static DdbException NotWritable(string path, Exception error) => new(NotWritableId, DdbErrorKind.InvalidState, path,
        $"The checkpoint '{path}' cannot be written: {error.Message.TrimEnd('.')}. The run was stopped, because it could not be resumed. What it had written stays and is safe; "
        + "make room or name another folder with -CheckpointPath (--checkpoint-path), then run the same command again.", error);

    private static DdbException Unreadable(string path, string why, Exception? error) => new("CheckpointUnreadable", DdbErrorKind.InvalidState, path,
        $"The checkpoint '{path}' cannot be read: {why}. Nothing was changed. Run the command with -Restart (--restart) to start over, or name another folder with -CheckpointPath (--checkpoint-path).", error);
}
