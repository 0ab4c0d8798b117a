using System.Collections.Concurrent;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// Carries changes of old items over to their copies, each on the condition that the copy is still as it was read. While the copy of the table goes on,
/// a copy that is absent may be about to be put from an older state, so such changes, and all deletes, are put off until the copy is finished:
/// a deleted item cannot come back, however the two interleave. Safe for many threads.
/// </summary>
/// <param name="session">The run.</param>
/// <param name="counters">What is counted.</param>
/// <param name="putOff">Where changes wait that cannot be judged yet.</param>
/// <param name="turns">Keeps a review from acting meanwhile.</param>
/// <param name="deletions">Tells the migration's own deletes.</param>
/// <param name="copyStatus">Whether every old item that was there when the stream's position was taken has been copied.</param>
internal sealed class ChangeApplier(
    MigrationSession session, CatchUpCounters counters, PutOffChanges putOff, ReviewTurns turns, OwnDeletes deletions, ICopyStatus copyStatus)
{
    private readonly ConcurrentBag<(CopyJudge Judge, CopyWriter Writer)> tools = [];

    /// <summary>Applies records of one shard, in their order.</summary>
    public async Task ApplyAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken)
    {
        using var reader = new ChangeReader(session, deletions, counters);
        var removed = records.Where(record => record is { Event: StreamEvent.Remove, IsExpiry: false }).ToList();
        if (removed.Count > 0)
            await deletions.WaitForAnswersAsync(() => removed.Exists(reader.IsOpen), cancellationToken);
        foreach (var changes in reader.Read(records).Chunk(ItemCalls.MaximumKeys))
            await ApplyAsync(changes, cancellationToken);
    }

    private Task ApplyAsync(CopyChange[] changes, CancellationToken cancellationToken) => turns.SideBySideAsync(async () =>
    {
        // Asked before the copies are read: what is absent then stays absent, unless the copy was still at work.
        var finished = await copyStatus.IsFinishedAsync(cancellationToken);
        var recheck = await session.Gate.LatePutsUntilAsync(cancellationToken);
        using var found = await session.Target.GetAsync([.. changes.Select(change => change.TargetKey).DistinctBy(Digest)], consistent: true, cancellationToken);
        var copies = changes.Select(change => (Change: change, Copy: found.TryGet(change.TargetKey, out var copy) ? copy : (Item?)null)).ToList();
        var notes = new ConcurrentBag<PutOffChange>();
        await Parallel.ForEachAsync(
            copies,
            new ParallelOptions { MaxDegreeOfParallelism = session.Layout.Writers, CancellationToken = cancellationToken },
            async (entry, token) =>
            {
                if (await ApplyAsync(entry.Change, entry.Copy, finished, recheck, token) is { } note)
                    notes.Add(note);
            });
        if (!notes.IsEmpty)
            await putOff.AddAsync(notes, cancellationToken);
    }, cancellationToken);

    /// <returns>What is to be kept of it: that it is put off, or that its copy is in step.</returns>
    private async Task<PutOffChange?> ApplyAsync(CopyChange change, Item? copy, bool finished, DateTimeOffset? recheck, CancellationToken cancellationToken)
    {
        var tool = tools.TryTake(out var free) ? free : (Judge: new CopyJudge(), Writer: new CopyWriter(session.Target));
        try
        {
            var isCarried = tool.Judge.Judge(copy, change.Final, change.Rule, change.States) switch
            {
                CopyStanding.InStep => Count(ref counters.AlreadyApplied),
                CopyStanding.Absent => finished && change.BeginsAbsent && await PutAsync(tool.Writer, change.Final!.Value, cancellationToken),
                CopyStanding.Behind => await CarryAsync(tool.Writer, change, copy!.Value, cancellationToken),
                _ => false,
            };
            // A copy that is about to be put from an older state would bring a deleted item back.
            if (!isCarried || (!finished && change.Final is null))
                return PutOffChange.Of(change);
            // A put whose answer was lost, or whose process was killed, may still bring a deleted item back: it is looked at again until none can.
            if (finished && change.Final is null && recheck is { } until)
                return PutOffChange.Recheck(change, until);
            // And after a later delete it could still be put in any state that was seen while the copy goes on.
            if (!finished)
                return PutOffChange.InStep(change);
            return putOff.Knows(Digest(change.TargetKey)) ? PutOffChange.Void(change) : null;
        }
        catch (AmazonServiceException error) when (CopyWriter.IsRefusal(error))
        {
            counters.Report(CatchUpReports.Refused(session, change.SourceKey, change.TargetKey, error));
            return null;
        }
        finally
        {
            tools.Add(tool);
        }
    }

    private async Task<bool> CarryAsync(CopyWriter writer, CopyChange change, Item copy, CancellationToken cancellationToken)
    {
        if (change.Final is { } next)
            return await writer.ReplaceAsync(copy, next, cancellationToken) && Count(ref counters.Written);
        if (!await writer.DeleteAsync(copy, cancellationToken))
            return false;
        if (change.IsExpiry)
            Interlocked.Increment(ref counters.Expired);
        return Count(ref counters.Deleted);
    }

    private async Task<bool> PutAsync(CopyWriter writer, Item next, CancellationToken cancellationToken)
    {
        if (session.Expiry.HasPassed(next))
            return Count(ref counters.AlreadyApplied);
        return await writer.PutIfAbsentAsync(next, cancellationToken) && Count(ref counters.Written);
    }

    private static UInt128 Digest(Item key) => new CanonicalItem().Digest(key);

    private static bool Count(ref long counter)
    {
        Interlocked.Increment(ref counter);
        return true;
    }
}
