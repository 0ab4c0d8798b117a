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
    private const long BytesAtOnce = 16 * 1024 * 1024;

    /// <summary>Beyond so many keys each carried change is noted, whether its copy was put off or not.</summary>
    private const int MaximumKnownKeys = 200_000;

    private readonly object gate = new();
    private readonly string path;
    private readonly HashSet<UInt128> keys = [];
    private RecordLog file;
    private long count;

    public PutOffChanges(string path)
    {
        this.path = path;
        file = new RecordLog(path, null);
        // A crash in the middle of a review: what it had left is reviewed again.
        if (File.Exists(ReviewPath))
            EndReview([.. RecordLog.Read<PutOffChange>(ReviewPath)]);
        foreach (var change in RecordLog.Read<PutOffChange>(path))
            Enter(change);
    }

    /// <summary>Whether any are waiting.</summary>
    public bool IsEmpty => Interlocked.Read(ref count) == 0;

    /// <summary>How many are waiting; several may be of one copy.</summary>
    public long Count => Interlocked.Read(ref count);

    private string ReviewPath => path + ".review";

    /// <summary>Puts changes off. They are durable when this returns.</summary>
    public void Add(IEnumerable<PutOffChange> changes)
    {
        lock (gate)
        {
            var added = changes.ToList();
            file.Append([.. added.Select(RecordLog.Serialize)]);
            added.ForEach(Enter);
        }
    }

    /// <summary>Says that a copy is in step again, so that what was put off of it before is void.</summary>
    public void Clear(CopyChange change, UInt128 targetKey)
    {
        lock (gate)
        {
            if (keys.Count >= MaximumKnownKeys || keys.Contains(targetKey))
                file.Append([RecordLog.Serialize(PutOffChange.Of(change) with { IsCleared = true, States = [] })]);
        }
    }

    /// <summary>Takes what is waiting now for a review; what is put off from now on waits for the next one.</summary>
    public void BeginReview()
    {
        lock (gate)
        {
            file.Dispose();
            File.Move(path, ReviewPath, overwrite: true);
            file = new RecordLog(path, 0);
        }
    }

    /// <summary>What is under review, all that is known of one copy together, in bounded memory.</summary>
    public IEnumerable<PutOffChange> UnderReview()
    {
        var passes = (ulong)(1 + ((new FileInfo(ReviewPath).Length + file.Length) / BytesAtOnce));
        for (var pass = 0UL; pass < passes; pass++)
        {
            var merged = new Dictionary<string, PutOffChange>(StringComparer.Ordinal);
            foreach (var change in RecordLog.Read<PutOffChange>(ReviewPath).Where(change => IsIn(change, pass, passes)))
                Merge(merged, change, merged.GetValueOrDefault(change.Target));
            foreach (var change in RecordLog.Read<PutOffChange>(path).Where(change => merged.ContainsKey(change.Target)))
                Merge(merged, change, merged[change.Target]);
            foreach (var change in merged.Values)
                yield return change;
        }
    }

    /// <summary>Ends a review: these could not be judged yet.</summary>
    public void EndReview(IReadOnlyCollection<PutOffChange> left)
    {
        lock (gate)
        {
            file.Append([.. left.Select(RecordLog.Serialize)]);
            File.Delete(ReviewPath);
            keys.Clear();
            count = 0;
            foreach (var change in RecordLog.Read<PutOffChange>(path))
                Enter(change);
        }
    }

    public void Dispose() => file.Dispose();

    private void Enter(PutOffChange change)
    {
        if (change.IsCleared)
            return;
        Interlocked.Increment(ref count);
        if (keys.Count < MaximumKnownKeys)
            keys.Add(change.TargetDigest);
    }

    private static bool IsIn(PutOffChange change, ulong pass, ulong passes) => passes == 1 || (ulong)change.TargetDigest % passes == pass;

    private static void Merge(Dictionary<string, PutOffChange> merged, PutOffChange change, PutOffChange? known)
    {
        if (change.IsCleared)
            merged.Remove(change.Target);
        else
            merged[change.Target] = known is null ? change : known.With(change);
    }
}
