using System.Runtime.CompilerServices;
using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State;

/// <summary>Reads and writes logs of records: one JSON object a line.</summary>
internal static class StateRecords
{
    /// <summary>Appends records; they are durable when this returns.</summary>
    /// <returns>Where the log ends now; null where nothing was appended.</returns>
    public static async Task<LogPosition?> AppendAsync(IStateLog log, IReadOnlyCollection<byte[]> records, ILease lease, CancellationToken cancellationToken)
    {
        LogPosition? end = null;
        var bytes = new MemoryStream();
        foreach (var record in records)
        {
            if (bytes.Length > 0 && bytes.Length + record.Length + 1 > StateLimits.MaximumAppend)
            {
                end = await log.AppendAsync(bytes.ToArray(), lease, cancellationToken);
                bytes.SetLength(0);
            }

            bytes.Write(record);
            bytes.WriteByte((byte)'\n');
        }

        return bytes.Length == 0 ? end : await log.AppendAsync(bytes.ToArray(), lease, cancellationToken);
    }

    /// <summary>The records of a log that stand before a position; null for all.</summary>
    /// <exception cref="DdbException"><c>RecordsUnreadable</c>.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(IPlanState state, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rest = new MemoryStream();
        var line = 0L;
        await foreach (var bytes in state.Log(name).ReadAsync(new LogCursor(), cancellationToken))
        {
            for (var left = bytes; left.Length > 0;)
            {
                var end = left.Span.IndexOf((byte)'\n');
                rest.Write(left.Span[..(end < 0 ? left.Length : end)]);
                if (end < 0)
                    break;
                left = left[(end + 1)..];
                line++;
                if (rest.Length > 0 && Parse<T>(rest, state, name, line) is { } record)
                    yield return record;
                rest.SetLength(0);
            }
        }
    }

    private static T? Parse<T>(MemoryStream line, IPlanState state, string name, long number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line.GetBuffer().AsSpan(0, (int)line.Length), RecordLog.JsonOptions);
        }
        catch (JsonException error)
        {
            throw Unreadable(state, name, number, error);
        }
    }

    internal static DdbException Unreadable(IPlanState state, string name, long line, Exception error) => new("RecordsUnreadable", DdbErrorKind.InvalidState, name,
        $"Line {line} of the records '{name}' in {state.Location} cannot be read: {error.Message.TrimEnd('.')}. Nothing was changed. "
        + "Run the operation that wrote them again with -Restart (--restart) to record its conflicts anew.", error);
}
