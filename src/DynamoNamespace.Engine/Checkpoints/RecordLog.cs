using System.Text.Json;
using System.Text.Json.Serialization;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// A file of records, one JSON object a line: conflicts, failures, differences. Records are appended with the checkpoint that
/// covers them, and what stands behind the checkpoint's length is cut off when the run goes on, so that each is there once.
/// </summary>
internal sealed class RecordLog : IDisposable
{
    /// <summary>How the files of runs are written.</summary>
    public static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly FileStream file;

    /// <param name="path">The file; it is made where there is none.</param>
    /// <param name="length">How much of it is kept; null keeps every whole line.</param>
    public RecordLog(string path, long? length)
    {
        try
        {
            file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            file.SetLength(Math.Min(length ?? WholeLines(), file.Length));
            file.Position = file.Length;
        }
        catch (Exception error) when (CheckpointFile.IsUnwritable(error))
        {
            throw CheckpointFile.NotWritable(path, error);
        }
    }

    public long Length => file.Length;

    public static byte[] Serialize<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, JsonOptions);

    /// <summary>The records in a file. A last line that was cut short by a crash is left out.</summary>
    public static IEnumerable<T> Read<T>(string path)
    {
        if (!File.Exists(path))
            yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            T? record;
            try
            {
                record = JsonSerializer.Deserialize<T>(line, JsonOptions);
            }
            catch (JsonException) when (reader.EndOfStream)
            {
                yield break;
            }

            if (record is not null)
                yield return record;
        }
    }

    /// <summary>Appends records; they are durable when this returns.</summary>
    public void Append(IReadOnlyCollection<byte[]> records)
    {
        if (records.Count == 0)
            return;
        try
        {
            foreach (var record in records)
            {
                file.Write(record);
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (CheckpointFile.IsUnwritable(error))
        {
            throw CheckpointFile.NotWritable(file.Name, error);
        }
    }

    /// <summary>Keeps only these records. Until the checkpoint that covers them is written, a crash leaves the file longer or shorter than that says, never torn.</summary>
    public void Replace(IReadOnlyCollection<byte[]> kept)
    {
        file.SetLength(0);
        Append(kept);
    }

    public void Dispose() => CheckpointFile.Close(file);

    /// <summary>Where the last whole line ends. What a crash cut short was not appended yet.</summary>
    private long WholeLines()
    {
        for (var length = file.Length; length > 0; length--)
        {
            file.Position = length - 1;
            if (file.ReadByte() == '\n')
                return length;
        }

        return 0;
    }
}
