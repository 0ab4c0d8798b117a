using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Logging;

/// <summary>
/// What a run did, and when: a file to which one JSON object a line is appended, that only this user can read. A log that cannot be begun
/// refuses the run; one that cannot be written any more is warned of once, and the run goes on without. Safe for many threads.
/// </summary>
internal sealed class RunLog : IDisposable
{
    /// <summary>One for the whole process, because runs beside each other may share a file.</summary>
    private static readonly object Gate = new();

    private readonly FileStream? file;
    private readonly IRunObserver? observer;
    private readonly TimeProvider time = TimeProvider.System;
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly Utf8JsonWriter writer;
    private bool isOpen;

    private RunLog(FileStream? file, bool namesKeys, IRunObserver? observer, TimeProvider time)
        : this()
    {
        this.file = file;
        this.observer = observer;
        this.time = time;
        NamesKeys = namesKeys;
        isOpen = file is not null;
    }

    private RunLog() => writer = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The log of a run that keeps none.</summary>
    public static RunLog None { get; } = new();

    /// <summary>The run whose events follow; a run that goes on with one that was stopped has that one's ID.</summary>
    public string? RunId { get; set; }

    /// <summary>Whether events may name keys of items, and what DynamoDB said of them.</summary>
    public bool NamesKeys { get; }

    /// <summary>Whether there is a file; where there is none, what an event would tell need not be found out.</summary>
    public bool IsKept => file is not null;

    /// <summary>Opens the log that the options name, if any.</summary>
    /// <exception cref="DdbException">It cannot be written.</exception>
    public static RunLog Open(MigrationOptions options, IRunObserver observer, TimeProvider time)
    {
        if (options.LogPath is null)
            return new RunLog(null, namesKeys: false, observer, time);
        var path = Path.GetFullPath(options.LogPath);
        try
        {
            return new RunLog(OpenFile(path), options.LogItemKeys, observer, time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DdbException("LogNotWritable", DdbErrorKind.InvalidArgument, path,
                $"The log '{path}' cannot be written: {error.Message.TrimEnd('.')}. Nothing was changed. Name another file with -LogPath (--log-path), or leave it out to keep no log.", error);
        }
    }

    /// <summary>Appends an event. The fields are written while other events wait, so they should be at hand.</summary>
    public void Write(string eventName, Action<Utf8JsonWriter>? fields = null)
    {
        if (file is null)
            return;
        Exception? failure = null;
        lock (Gate)
        {
            if (!isOpen)
                return;
            Compose(eventName, fields);
            try
            {
                RandomAccess.Write(file.SafeFileHandle, line.WrittenSpan, RandomAccess.GetLength(file.SafeFileHandle));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                isOpen = false;
                failure = error;
            }
        }

        if (failure is not null)
            observer!.OnWarning($"The log '{file.Name}' cannot be written any more: {failure.Message.TrimEnd('.')}. The run goes on without it; its result, checkpoint and records are complete.");
    }

    public void Dispose()
    {
        lock (Gate)
            isOpen = false;
        file?.Dispose();
        writer.Dispose();
    }

    private void Compose(string eventName, Action<Utf8JsonWriter>? fields)
    {
        line.ResetWrittenCount();
        writer.Reset(line);
        writer.WriteStartObject();
        writer.WriteString("time", time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (RunId is not null)
            writer.WriteString("runId", RunId);
        writer.WriteString("event", eventName);
        fields?.Invoke(writer);
        writer.WriteEndObject();
        writer.Flush();
        line.Write("\n"u8);
    }

    private static FileStream OpenFile(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            StateFolder.Create(folder);
        var opened = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            EndLine(opened);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>A last line that was cut short, such as by a full disk, must not take the next one along.</summary>
    private static void EndLine(FileStream opened)
    {
        if (!opened.CanSeek)
            throw new NotSupportedException("It is not a file that can be appended to");
        var length = opened.Length;
        Span<byte> last = stackalloc byte[1];
        if (length > 0 && RandomAccess.Read(opened.SafeFileHandle, last, length - 1) == 1 && last[0] != (byte)'\n')
            RandomAccess.Write(opened.SafeFileHandle, "\n"u8, length);
    }
}
