using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// The changes that are put off until the copy is finished and the stream is read on: those whose copy is not there yet, which the copy may still be
/// about to put, and those whose copy is in none of the states that were seen. They are kept in files, so that memory does not grow with them: one that is
/// appended to, and one that is under review.
/// </summary>
internal sealed class PutOffChanges : IDisposable
{
    /// <summary>So much is looked at in one pass; larger files are gone through several times, each time for other keys.</summary>
    private const long DefaultBytesAtOnce = 16 * 1024 * 1024;

    /// <summary>Beyond so many keys each carried change is noted, whether its copy was put off or not.</summary>
    private const int MaximumKnownKeys = 200_000;

    private const int RecordsAtOnce = 1000;

    private readonly object gate = new();
    private readonly string path;
    private readonly string reviewPath;
    private readonly long bytesAtOnce;
    private readonly HashSet<UInt128> keys = [];
    private readonly HashSet<(string Source, string Target)> voided = [];
    private RecordLog file;
    private long count;

    public PutOffChanges(RunFolder folder, long bytesAtOnce = DefaultBytesAtOnce)
    {
        this.bytesAtOnce = bytesAtOnce;
        path = folder.PutOffPath;
        reviewPath = folder.PutOffReviewPath;
        TakeUpReview();
        file = new RecordLog(path, null);
        ReadKeys();
    }

    /// <summary>Whether any are waiting.</summary>
    public bool IsEmpty => Interlocked.Read(ref count) == 0;

    /// <summary>How many are waiting; several may be of one copy.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Whether something may have been put off of this copy.</summary>
    public bool Knows(UInt128 targetKey)
    {
        lock (gate)
            return keys.Count >= MaximumKnownKeys || keys.Contains(targetKey);
    }

    /// <summary>Puts changes off, or notes that copies are in step. It is durable when this returns.</summary>
    public void Add(IReadOnlyCollection<PutOffChange> changes)
    {
        lock (gate)
        {
            file.Append([.. changes.Select(RecordLog.Serialize)]);
            foreach (var change in changes)
                Enter(change);
        }
    }

    /// <summary>Takes what is waiting now for a review; what is put off from now on waits for the next one.</summary>
    public void BeginReview()
    {
        lock (gate)
        {
            file.Dispose();
            File.Move(path, reviewPath, overwrite: true);
            file = new RecordLog(path, 0);
            voided.Clear();
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
    public void EndReview()
    {
        lock (gate)
        {
            File.Delete(reviewPath);
            keys.Clear();
            voided.Clear();
            count = 0;
            ReadKeys();
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>After a crash in the middle of a review it is made again, with what has come since behind it, in its order.</summary>
    private void TakeUpReview()
    {
        if (!File.Exists(reviewPath))
            return;
        using (var review = new RecordLog(reviewPath, null))
        {
            foreach (var changes in RecordLog.Read<PutOffChange>(path).Chunk(RecordsAtOnce))
                review.Append([.. changes.Select(RecordLog.Serialize)]);
        }

        File.Move(reviewPath, path, overwrite: true);
    }

    private void ReadKeys()
    {
        foreach (var change in RecordLog.Read<PutOffChange>(path))
            Enter(change);
    }

    private void Enter(PutOffChange change)
    {
        if (change.IsVoid && voided.Count < MaximumKnownKeys)
            voided.Add(change.Keys);
        if (change.IsInStep)
            return;
        Interlocked.Increment(ref count);
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
