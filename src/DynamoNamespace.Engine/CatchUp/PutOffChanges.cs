using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// The changes that are put off until the copy is finished and the stream is read on: those whose copy is not there yet, which the copy may still be
/// about to put, and those whose copy is in none of the states that were seen; and deletes that are looked at again while a put may be late. They are kept in
/// the plan's state, and while a catch-up runs in temporary files too, so that memory does not grow with them: one that is appended to, and one that is under
/// review.
/// </summary>
internal sealed class PutOffChanges : IDisposable
{
    /// <summary>So much is looked at in one pass; larger files are gone through several times, each time for other keys.</summary>
    private const long DefaultBytesAtOnce = 16 * 1024 * 1024;

    /// <summary>Beyond so many keys each carried change is noted, whether its copy was put off or not.</summary>
    private const int MaximumKnownKeys = 200_000;

    private static readonly TimeSpan DefaultRecheckInterval = TimeSpan.FromSeconds(30);

    private readonly object gate = new();
    private readonly SemaphoreSlim appending = new(1);
    private readonly IStateLog log;
    private readonly ILease lease;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-deferred-");
    private readonly string path;
    private readonly string reviewPath;
    private readonly long bytesAtOnce;
    private readonly HashSet<UInt128> keys = [];
    private readonly HashSet<(string Source, string Target)> voided = [];
    private RecordLog file;
    private LogPosition? end;
    private LogPosition? reviewEnd;
    private DateTimeOffset recheckAt;
    private DateTimeOffset? recheckUntil;
    private long count;
    private long rechecks;

    private PutOffChanges(IStateLog log, ILease lease, long bytesAtOnce)
    {
        this.log = log;
        this.lease = lease;
        this.bytesAtOnce = bytesAtOnce;
        path = Path.Combine(folder.FullName, "deferred.jsonl");
        reviewPath = Path.Combine(folder.FullName, "review.jsonl");
        file = new RecordLog(path, 0);
    }

    /// <summary>How often deletes are looked at again.</summary>
    private TimeSpan RecheckInterval { get; init; }

    /// <summary>Takes up what earlier catch-ups left, a review that was interrupted included.</summary>
    public static async Task<PutOffChanges> OpenAsync(
        IStateLog log, ILease lease, CancellationToken cancellationToken, long bytesAtOnce = DefaultBytesAtOnce, TimeSpan? recheckInterval = null)
    {
        var changes = new PutOffChanges(log, lease, bytesAtOnce) { RecheckInterval = recheckInterval ?? DefaultRecheckInterval };
        await changes.ReadAsync(cancellationToken);
        return changes;
    }

    /// <summary>Whether nothing is waiting and nothing is looked at again.</summary>
    public bool IsEmpty => Interlocked.Read(ref count) == 0 && Interlocked.Read(ref rechecks) == 0;

    /// <summary>How many are waiting; several may be of one copy.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>How many deletes are looked at again while a put may be late.</summary>
    public long Rechecks => Interlocked.Read(ref rechecks);

    /// <summary>Until when the last of them is; null where there are none.</summary>
    public DateTimeOffset? RecheckUntil
    {
        get
        {
            lock (gate)
                return recheckUntil;
        }
    }

    /// <summary>Whether there is something to review now.</summary>
    public bool IsDue(DateTimeOffset now, bool isIdle) => Count > 0 || (isIdle && Rechecks > 0 && now >= recheckAt);

    /// <summary>Whether something may have been put off of this copy.</summary>
    public bool Knows(UInt128 targetKey)
    {
        lock (gate)
            return keys.Count >= MaximumKnownKeys || keys.Contains(targetKey);
    }

    /// <summary>Puts changes off, or notes that copies are in step. It is durable when this returns.</summary>
    public async Task AddAsync(IReadOnlyCollection<PutOffChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
            return;
        var records = changes.Select(RecordLog.Serialize).ToList();
        await appending.WaitAsync(cancellationToken);
        try
        {
            end = await StateRecords.AppendAsync(log, records, lease, cancellationToken);
            lock (gate)
            {
                file.Append(records);
                foreach (var change in changes)
                    Enter(change);
            }
        }
        finally
        {
            appending.Release();
        }
    }

    /// <summary>Takes what is waiting now for a review; what is put off from now on waits for the next one.</summary>
    public async Task BeginReviewAsync(CancellationToken cancellationToken)
    {
        await appending.WaitAsync(cancellationToken);
        try
        {
            lock (gate)
            {
                file.Dispose();
                File.Move(path, reviewPath, overwrite: true);
                file = new RecordLog(path, 0);
                voided.Clear();
                reviewEnd = end;
            }
        }
        finally
        {
            appending.Release();
        }
    }

    /// <summary>What is under review, all that is known of one copy together, in bounded memory.</summary>
    public IEnumerable<PutOffChange> UnderReview()
    {
        var passes = (ulong)(1 + (new FileInfo(reviewPath).Length / bytesAtOnce));
        for (var pass = 0UL; pass < passes; pass++)
        {
            var merged = new Dictionary<(string Source, string Target), PutOffChange>();
            foreach (var change in RecordLog.Read<PutOffChange>(reviewPath).Where(change => IsIn(change, pass, passes)))
                Merge(merged, change);
            lock (gate)
            {
                foreach (var change in RecordLog.Read<PutOffChange>(path).Where(change => merged.ContainsKey(change.Keys)))
                    Merge(merged, change);
            }

            foreach (var change in merged.Values.Where(change => !change.IsInStep))
                yield return change;
        }
    }

    /// <summary>Whether the copy of a change under review was seen in step since the review began.</summary>
    public bool IsVoided(PutOffChange change)
    {
        lock (gate)
            return voided.Contains(change.Keys);
    }

    /// <summary>Ends a review. What could not be judged was put off again before.</summary>
    public async Task EndReviewAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await appending.WaitAsync(cancellationToken);
        try
        {
            if (reviewEnd is not null)
                await log.RemoveThroughAsync(reviewEnd, lease, cancellationToken);
            lock (gate)
            {
                File.Delete(reviewPath);
                keys.Clear();
                voided.Clear();
                (count, rechecks, recheckAt, recheckUntil) = (0, 0, now + RecheckInterval, null);
                foreach (var change in RecordLog.Read<PutOffChange>(path))
                    Enter(change);
            }
        }
        finally
        {
            appending.Release();
        }
    }

    public void Dispose()
    {
        file.Dispose();
        folder.Delete(recursive: true);
        appending.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var cursor = new LogCursor();
        await foreach (var bytes in log.ReadAsync(cursor, cancellationToken))
            file.AppendLines(bytes.Span);
        if (cursor.Offset > 0)
            end = cursor.Position;
        foreach (var change in RecordLog.Read<PutOffChange>(path))
            Enter(change);
    }

    private void Enter(PutOffChange change)
    {
        if (change.IsVoid && voided.Count < MaximumKnownKeys)
            voided.Add(change.Keys);
        if (change.IsInStep)
            return;
        if (change.RecheckUntil is null)
            Interlocked.Increment(ref count);
        else
            Interlocked.Increment(ref rechecks);
        if (change.RecheckUntil is { } until && !(recheckUntil >= until))
            recheckUntil = until;
        if (keys.Count < MaximumKnownKeys)
            keys.Add(change.TargetDigest);
    }

    private static bool IsIn(PutOffChange change, ulong pass, ulong passes) => passes == 1 || (ulong)change.TargetDigest % passes == pass;

    private static void Merge(Dictionary<(string Source, string Target), PutOffChange> merged, PutOffChange change)
    {
        if (change.IsVoid)
            merged.Remove(change.Keys);
        else
            merged[change.Keys] = merged.TryGetValue(change.Keys, out var known) ? known.With(change) : change;
    }
}
