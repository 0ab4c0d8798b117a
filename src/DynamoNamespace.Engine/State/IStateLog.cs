namespace DynamoNamespace.Engine.State;

/// <summary>
/// A part of a plan's state that grows at its end: records, journals, deferred changes. It holds bytes; whoever writes them makes them tell where an entry
/// ends. One lease's holder writes a log at a time, and any process may read it meanwhile.
/// </summary>
internal interface IStateLog
{
    /// <summary>
    /// Appends bytes, best at most <see cref="StateLimits.MaximumAppend"/> of them. They are durable, and visible to every reader, when this returns.
    /// </summary>
    /// <returns>Where the log ends now.</returns>
    /// <exception cref="Errors.DdbException"><c>LeaseLost</c>, or the store cannot be written.</exception>
    Task<LogPosition> AppendAsync(ReadOnlyMemory<byte> bytes, ILease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Reads on after a cursor, which moves with what was read: consistently, so that what was appended before this call is found, by a holder that has
    /// lost its lease since too. What one append wrote comes whole, unless a folder's file is being written at that moment; then the rest comes with a
    /// later read.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(LogCursor cursor, CancellationToken cancellationToken);

    /// <summary>Removes what stands behind a position; null removes everything.</summary>
    Task TruncateAsync(LogPosition? position, ILease lease, CancellationToken cancellationToken);

    /// <summary>Removes what stands before a position.</summary>
    Task RemoveThroughAsync(LogPosition position, ILease lease, CancellationToken cancellationToken);
}

/// <summary>
/// A place in a log. A log has one order, whoever appends: what a holder appends after it lost its lease comes behind all that is there, where every
/// reader finds it, or fails and is not there.
/// </summary>
/// <param name="Offset">The number of the last append before it, or the bytes of a file before it; 0 is the beginning.</param>
internal sealed record LogPosition(long Offset);

/// <summary>How far one reader has read a log.</summary>
internal sealed class LogCursor
{
    /// <summary>What was read ends here; 0 before the first read.</summary>
    public long Offset { get; set; }

    public LogPosition Position => new(Offset);
}

/// <summary>What stores can take.</summary>
internal static class StateLimits
{
    /// <summary>How many bytes one append should have at most: more of them, as of a single large item, cost more requests.</summary>
    public const int MaximumAppend = 256 * 1024;
}
