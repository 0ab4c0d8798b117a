using System.Collections.Concurrent;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
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
/// <param name="isCopyFinished">Whether every old item that was there when the stream's position was taken has been copied.</param>
internal sealed class ChangeApplier(
    MigrationSession session, CatchUpCounters counters, PutOffChanges putOff, ReviewTurns turns, JournalIndex deletions, Func<bool> isCopyFinished)
{
    private readonly ConcurrentBag<(CopyJudge Judge, CopyWriter Writer)> tools = [];

    /// <summary>Applies records of one shard, in their order.</summary>
    public async Task ApplyAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken)
    {
        using var reader = new ChangeReader(session, deletions, counters);
        foreach (var changes in reader.Read(records).Chunk(ItemCalls.MaximumKeys))
            await ApplyAsync(changes, cancellationToken);
    }

    private Task ApplyAsync(CopyChange[] changes, CancellationToken cancellationToken) => turns.SideBySideAsync(async () =>
    {
        // Asked before the copies are read: what is absent then stays absent, unless the copy was still at work.
        var finished = isCopyFinished();
        using var found = await session.Target.GetAsync([.. changes.Select(change => change.TargetKey).DistinctBy(Digest)], consistent: true, cancellationToken);
        var copies = changes.Select(change => (Change: change, Copy: found.TryGet(change.TargetKey, out var copy) ? copy : (Item?)null)).ToList();
        var notes = new ConcurrentBag<PutOffChange>();
        await Parallel.ForEachAsync(
            copies,
            new ParallelOptions { MaxDegreeOfParallelism = session.Layout.Writers, CancellationToken = cancellationToken },
            async (entry, token) =>
            {
                if (await ApplyAsync(entry.Change, entry.Copy, finished, token) is { } note)
                    notes.Add(note);
            });
        if (!notes.IsEmpty)
            putOff.Add(notes);
    }, cancellationToken);

    /// <returns>What is to be kept of it: that it is put off, or that its copy is in step.</returns>
    private async Task<PutOffChange?> ApplyAsync(CopyChange change, Item? copy, bool finished, CancellationToken cancellationToken)
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
