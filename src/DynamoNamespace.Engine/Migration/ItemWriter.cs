using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Puts mapped items where nothing stands yet: a batch is one request of PartiQL INSERTs, which never overwrite.
/// Every statement's own result is read; a key that is taken is looked at. An instance serves one thread.
/// </summary>
internal sealed class ItemWriter
{
    private readonly ItemCalls target;
    private readonly RunCounters counters;
    private readonly WriteMode mode;
    private readonly TargetKeys? targets;
    private readonly TimeProvider time;
    private readonly CopyProof proof;
    private readonly SourceReview review;
    private readonly CanonicalItem canonical = new();

    public ItemWriter(ItemCalls target, Mapping mapping, RunCounters counters, WriteMode mode, TargetKeys? targets, TimeProvider time)
    {
        this.target = target;
        this.counters = counters;
        this.mode = mode;
        this.targets = targets;
        this.time = time;
        proof = new CopyProof(target);
        review = new SourceReview(target, mapping, proof);
    }

    public async Task WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<MigratingItem> pending = batch.Items;
        if (mode.LooksFirst)
        {
            var missing = await LookAsync(pending, consistent: false, cancellationToken);
            mode.Learn(looked: pending.Count, found: pending.Count - missing.Count);
            pending = missing;
        }

        if (mode.IsDryRun)
        {
            foreach (var item in pending)
                Plan(item);
            return;
        }

        for (var attempt = 0; pending.Count > 0; attempt++)
        {
            if (attempt > 0)
            {
                foreach (var _ in pending)
                    target.Counters.CountRetry();
                await Backoff.WaitAsync(attempt, time, cancellationToken);
            }

            pending = await InsertAsync(pending, isLast: attempt + 1 >= Backoff.MaximumAttempts, cancellationToken);
        }
    }

    /// <summary>Sends what is left once.</summary>
    /// <returns>The items that are worth another attempt.</returns>
    private async Task<List<MigratingItem>> InsertAsync(IReadOnlyList<MigratingItem> pending, bool isLast, CancellationToken cancellationToken)
    {
        var outcome = new InsertOutcome();
        var statements = new List<MigratingItem>(pending.Count);
        foreach (var item in pending)
        {
            if (mode.UsesPartiQl && StatementText.CanName(item.Mapped, StatementText.InsertExtra))
                statements.Add(item);
            else
                await PutAsync(item, outcome, cancellationToken);
        }

        if (statements.Count > 0)
            await ExecuteAsync(statements, outcome, cancellationToken);
        if (outcome.Taken.Count > 0)
        {
            mode.Learn(looked: pending.Count, found: outcome.Taken.Count);
            // An item that is gone again since it was in the way is put in the next round.
            outcome.Again.AddRange((await LookAsync(outcome.Taken, consistent: true, cancellationToken)).Select(item => (item, "DuplicateItem")));
        }

        if (!isLast)
            return outcome.Again.ConvertAll(entry => entry.Item);
        foreach (var (item, code) in outcome.Again)
            Fail(item, $"DynamoDB still answered {code} after {Backoff.MaximumAttempts} attempts. Run the same command again.");
        return [];
    }

    private async Task ExecuteAsync(List<MigratingItem> statements, InsertOutcome outcome, CancellationToken cancellationToken)
    {
        StatementAnswer answer;
        try
        {
            answer = await target.InsertAsync(statements.ConvertAll(item => item.Mapped), cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.AccessDenied))
        {
            mode.GiveUpPartiQl(error.Message);
            await PutEachAsync(statements, outcome, cancellationToken);
            return;
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation))
        {
            // One statement that DynamoDB does not take, or one key named twice, refuses the whole request.
            await PutEachAsync(statements, outcome, cancellationToken);
            return;
        }

        using (answer)
        {
            for (var index = 0; index < statements.Count; index++)
                await SortAsync(statements[index], answer.Results[index], outcome, cancellationToken);
        }
    }

    private async Task SortAsync(MigratingItem item, StatementResult result, InsertOutcome outcome, CancellationToken cancellationToken)
    {
        if (result.Succeeded)
        {
            counters.Settle(item, RunCount.Written);
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.DuplicateItem))
        {
            outcome.Taken.Add(item);
        }
        else if (ErrorCodes.IsRetryable(result.ErrorCode))
        {
            if (ErrorCodes.IsThrottling(result.ErrorCode))
                target.Counters.CountThrottled();
            outcome.Again.Add((item, result.ErrorCode!));
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.AccessDenied))
        {
            mode.GiveUpPartiQl(result.ErrorMessage ?? "no reason given");
            await PutAsync(item, outcome, cancellationToken);
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.Validation))
        {
            await PutAsync(item, outcome, cancellationToken);
        }
        else
        {
            Fail(item, $"DynamoDB answered {result.ErrorCode}: {result.ErrorMessage}");
        }
    }

    private async Task PutEachAsync(List<MigratingItem> items, InsertOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var item in items)
            await PutAsync(item, outcome, cancellationToken);
    }

    /// <summary>The same put-if-absent as a request of its own, where a statement cannot say it or is not allowed.</summary>
    private async Task PutAsync(MigratingItem item, InsertOutcome outcome, CancellationToken cancellationToken)
    {
        try
        {
            await target.PutIfAbsentAsync(item.Mapped, cancellationToken);
            counters.Settle(item, RunCount.Written);
        }
        catch (ConditionalCheckFailedException)
        {
            outcome.Taken.Add(item);
        }
        catch (AmazonServiceException error) when (ErrorCodes.IsRetryable(error.ErrorCode))
        {
            outcome.Again.Add((item, error.ErrorCode));
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation) || error is ItemCollectionSizeLimitExceededException)
        {
            Fail(item, $"DynamoDB refused the new item: {error.Message}");
        }
    }

    /// <summary>Looks at the target keys and counts what stands there.</summary>
    /// <returns>The items under whose keys nothing stands.</returns>
    private async Task<List<MigratingItem>> LookAsync(IReadOnlyList<MigratingItem> items, bool consistent, CancellationToken cancellationToken)
    {
        var missing = new List<MigratingItem>();
        var doubtful = new List<MigratingItem>();
        using (var copies = await proof.ReadCopiesAsync(items, consistent, cancellationToken))
        {
            foreach (var item in items)
            {
                var state = proof.Judge(item, copies, out var copy);
                if (state == CopyState.Missing)
                    missing.Add(item);
                else if (state is CopyState.Equal or CopyState.Newer)
                    counters.Settle(item, RunCount.AlreadyMigrated);
                else
                    doubtful.Add(item);
            }
        }

        foreach (var item in doubtful)
        {
            if (await IsMissingAsync(item, cancellationToken))
                missing.Add(item);
        }

        return missing;
    }

    /// <summary>A conflict is only called one after both items were read consistently.</summary>
    private async Task<bool> IsMissingAsync(MigratingItem item, CancellationToken cancellationToken)
    {
        switch (await review.ReviewAsync(item, cancellationToken))
        {
            case null:
                counters.Settle(item, RunCount.Skipped);
                return false;
            case { State: CopyState.Missing }:
                return true;
            case { State: CopyState.Different, Conflict: var conflict }:
                counters.Settle(item, conflict ?? proof.Report(item, DdbItemReason.Failed, [], "The old item changed since it was read, so that the mapping does not map it any more. Run the same command again."));
                return false;
            default:
                counters.Settle(item, RunCount.AlreadyMigrated);
                return false;
        }
    }

    private void Plan(MigratingItem item)
    {
        counters.Count(RunCount.EstimatedWriteUnits, item.Page, WriteCost.Of(item.Mapped, target.Table));
        targets?.Add(item, canonical);
        counters.Settle(item, RunCount.ToWrite);
    }

    private void Fail(MigratingItem item, string detail) => counters.Settle(item, proof.Report(item, DdbItemReason.Failed, [], detail));

    private sealed class InsertOutcome
    {
        public List<MigratingItem> Taken { get; } = [];

        public List<(MigratingItem Item, string Code)> Again { get; } = [];
    }
}
