using System.Runtime.CompilerServices;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>A log in memory, of which a test can hold up appends or let them fail.</summary>
internal sealed class MemoryLog : IStateLog
{
    private readonly object gate = new();
    private readonly List<byte[]> appends = [];
    private int entered;

    /// <summary>Runs before each append, with its number from 1; what it throws the append throws.</summary>
    public Func<int, Task> BeforeAppend { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What was appended.</summary>
    public IReadOnlyList<byte[]> Appends
    {
        get
        {
            lock (gate)
                return [.. appends];
        }
    }

    /// <summary>How many appends have begun.</summary>
    public int Begun => Volatile.Read(ref entered);

    public async Task<LogPosition> AppendAsync(ReadOnlyMemory<byte> bytes, ILease lease, CancellationToken cancellationToken)
    {
        lease.Require();
        await BeforeAppend(Interlocked.Increment(ref entered));
        lock (gate)
        {
            appends.Add(bytes.ToArray());
            return new LogPosition(appends.Count);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(LogCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var bytes in Appends.Skip((int)cursor.Offset))
        {
            cursor.Offset++;
            yield return bytes;
        }
    }

    public Task TruncateAsync(LogPosition? position, ILease lease, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveThroughAsync(LogPosition position, ILease lease, CancellationToken cancellationToken) => throw new NotSupportedException();
}
