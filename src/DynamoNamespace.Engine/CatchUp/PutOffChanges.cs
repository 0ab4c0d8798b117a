using System.Globalization;
using System.Text.Json.Serialization;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>A change whose copy could not be judged when it was read.</summary>
/// <param name="Source">The old item's key, in DynamoDB JSON.</param>
/// <param name="Target">The copy's key, in DynamoDB JSON.</param>
/// <param name="BeginsAbsent">Whether the old item was not there before.</param>
/// <param name="IsExpiry">Whether it is gone because it had expired.</param>
/// <param name="States">The digests of what it has mapped to.</param>
internal sealed record PutOffChange(string Source, string Target, bool BeginsAbsent, bool IsExpiry, IReadOnlyList<string> States)
{
    [JsonIgnore]
    public IEnumerable<UInt128> StateDigests => States.Select(state => UInt128.Parse(state, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    public static PutOffChange Of(CopyChange change) => new(
        change.SourceKey.ToString(), change.TargetKey.ToString(), change.BeginsAbsent, change.IsExpiry,
        [.. change.States.Select(state => state.ToString("x32", CultureInfo.InvariantCulture))]);
}

/// <summary>
/// The changes that are put off until the copy is finished and the stream is drained: those whose copy is not there yet, which the copy may still be
/// about to put, and those whose copy is in none of the states that were seen. They are kept in a file, so that memory does not grow with them.
/// </summary>
internal sealed class PutOffChanges : IDisposable
{
    /// <summary>So much of the file is looked at in one pass; a larger one is gone through several times, each time for other keys.</summary>
    private const long BytesAtOnce = 16 * 1024 * 1024;

    private readonly object gate = new();
    private readonly string path;
    private RecordLog file;
    private long count;

    public PutOffChanges(string path)
    {
        this.path = path;
        count = RecordLog.Read<PutOffChange>(path).LongCount();
        file = new RecordLog(path, null);
    }

    /// <summary>How many are waiting; several may be of one copy.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Puts changes off. They are durable when this returns.</summary>
    public void Add(IReadOnlyCollection<CopyChange> changes)
    {
        lock (gate)
        {
            file.Append([.. changes.Select(change => RecordLog.Serialize(PutOffChange.Of(change)))]);
            Interlocked.Add(ref count, changes.Count);
        }
    }

    /// <summary>What is waiting, all that is known of one copy together, in bounded memory.</summary>
    public IEnumerable<PutOffChange> Merged()
    {
        var passes = (ulong)(1 + (file.Length / BytesAtOnce));
        for (var pass = 0UL; pass < passes; pass++)
        {
            var merged = new Dictionary<string, (PutOffChange First, HashSet<string> States, PutOffChange Last)>(StringComparer.Ordinal);
            foreach (var change in RecordLog.Read<PutOffChange>(path))
            {
                if ((ulong)CanonicalItem.Digest(System.Text.Encoding.UTF8.GetBytes(change.Target)) % passes != pass)
                    continue;
                if (!merged.TryGetValue(change.Target, out var known))
                    known = (change, new HashSet<string>(StringComparer.Ordinal), change);
                known.States.UnionWith(change.States);
                merged[change.Target] = known with { Last = change };
            }

            foreach (var (first, states, last) in merged.Values)
                yield return last with { BeginsAbsent = first.BeginsAbsent, States = [.. states] };
        }
    }

    /// <summary>Leaves only these.</summary>
    public void Replace(IReadOnlyCollection<PutOffChange> left)
    {
        lock (gate)
        {
            file.Dispose();
            var temporary = path + ".new";
            using (var renewed = new RecordLog(temporary, 0))
                renewed.Append([.. left.Select(change => RecordLog.Serialize(change))]);
            File.Move(temporary, path, overwrite: true);
            file = new RecordLog(path, null);
            Interlocked.Exchange(ref count, left.Count);
        }
    }

    public void Dispose() => file.Dispose();
}
