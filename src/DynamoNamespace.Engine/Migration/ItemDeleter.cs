using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Migration;

/// <summary>
/// Deletes items whose counterpart, read consistently, is the mapped item or newer, each on the condition that the item is still as it
/// was read: old items that have their copies, and, on the way back, copies that have their old items. Everything else stays and is
/// reported. An instance serves one thread.
/// </summary>
/// <param name="source">Where items are deleted.</param>
/// <param name="target">Where their counterparts stand.</param>
/// <param name="counters">What is counted.</param>
/// <param name="mode">Whether it is a dry run, and what the run has learnt.</param>
/// <param name="wording">What reports say.</param>
/// <param name="journal">What is deleted is entered here first; null for nowhere.</param>
/// <param name="time">The clock.</param>
internal sealed class ItemDeleter(
    ItemCalls source, ItemCalls target, RunCounters counters, WriteMode mode, DeletionWording wording, DeletionJournal? journal, TimeProvider time)
{
    private readonly CopyProof proof = new(source.Table.Key, target);
    private readonly AttributeNames names = new();
    private readonly ItemComparison comparison = new();

    public Task DeleteAsync(WriteBatch batch, CancellationToken cancellationToken) => DeleteAsync(batch.Items, cancellationToken);

    /// <summary>Deletes what is proven.</summary>
    public async Task DeleteAsync(IReadOnlyList<MigratingItem> items, CancellationToken cancellationToken)
    {
        IReadOnlyList<MigratingItem> pending = await FindProvenAsync(items, cancellationToken);
        if (mode.IsDryRun)
        {
            foreach (var item in pending)
            {
                counters.Count(RunCount.EstimatedWriteUnits, item.Page, WriteCost.Of(item.Source, source.Table));
                counters.Settle(item, RunCount.ToDelete);
            }

            return;
        }

        // Before the first delete: what is gone has its entry, whatever happens.
        journal?.Add(pending);
        await DeleteUnchangedAsync(pending, cancellationToken);
    }

    /// <summary>Deletes items on no other condition than that they are still as they were read.</summary>
    public async Task DeleteUnchangedAsync(IReadOnlyList<MigratingItem> pending, CancellationToken cancellationToken)
    {
        foreach (var item in pending)
            names.Learn(item);
        for (var attempt = 0; pending.Count > 0; attempt++)
        {
            if (attempt > 0)
            {
                foreach (var _ in pending)
                    source.Counters.CountRetry();
                await Backoff.WaitAsync(attempt, time, cancellationToken);
            }

            pending = await SendAsync(pending, isLast: attempt + 1 >= Backoff.MaximumAttempts, cancellationToken);
        }
    }

    private async Task<List<MigratingItem>> FindProvenAsync(IReadOnlyList<MigratingItem> items, CancellationToken cancellationToken)
    {
        var proven = new List<MigratingItem>(items.Count);
        using var copies = await proof.ReadCopiesAsync(items, consistent: true, cancellationToken);
        foreach (var item in items)
        {
            switch (proof.Judge(item, copies, out var copy))
            {
                case CopyState.Equal or CopyState.Newer:
                    proven.Add(item);
                    break;
                case CopyState.Missing:
                    Keep(item, wording.Missing);
                    break;
                default:
                    counters.Settle(item, wording.Arrange(proof.Conflict(item, copy, wording.Reason)));
                    break;
            }
        }

        return proven;
    }

    /// <summary>Sends what is left once.</summary>
    /// <returns>The items that are worth another attempt.</returns>
    private async Task<List<MigratingItem>> SendAsync(IReadOnlyList<MigratingItem> pending, bool isLast, CancellationToken cancellationToken)
    {
        var again = new List<(MigratingItem Item, string Code)>();
        var statements = new List<MigratingItem>(pending.Count);
        var absent = new List<IReadOnlyList<string>>(pending.Count);
        foreach (var item in pending)
        {
            var missing = names.AbsentFrom(item);
            if (mode.UsesPartiQl && ItemCalls.FitsCondition(item.Source.Count) && CanState(item, missing))
            {
                statements.Add(item);
                absent.Add(missing);
            }
            else
            {
                await DeleteOneAsync(item, again, cancellationToken);
            }
        }

        if (statements.Count > 0)
            await ExecuteAsync(statements, absent, again, cancellationToken);
        if (!isLast)
        {
            RetryEvent.WriteStatements(source.Log, again.Select(entry => entry.Code));
            return again.ConvertAll(entry => entry.Item);
        }

        foreach (var (item, code) in again)
            Keep(item, $"DynamoDB still answered {code} after {Backoff.MaximumAttempts} attempts. Run the same command again.");
        return [];
    }

    private static bool CanState(MigratingItem item, IReadOnlyList<string> absent) =>
        StatementText.CanName(item.Source, StatementText.DeleteExtra + (absent.Sum(name => name.Length + StatementText.DeleteExtra) / Math.Max(1, item.Source.Count)) + 1);

    private async Task ExecuteAsync(
        List<MigratingItem> statements, List<IReadOnlyList<string>> absent, List<(MigratingItem, string)> again, CancellationToken cancellationToken)
    {
        StatementAnswer answer;
        try
        {
            answer = await source.DeleteAsync(statements.ConvertAll(item => item.Source), absent, cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.AccessDenied) || ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation))
        {
            if (ErrorCodes.Is(error.ErrorCode, ErrorCodes.AccessDenied))
                mode.GiveUpPartiQl(error.Message);
            foreach (var item in statements)
                await DeleteOneAsync(item, again, cancellationToken);
            return;
        }

        using (answer)
        {
            // Before anything else is sent, which a stop would end: what is gone is only in this answer.
            await SettleAsync([.. statements.Zip(answer.Results).Where(pair => pair.Second.Succeeded).Select(pair => (pair.First, pair.Second.Item))], cancellationToken);
            for (var index = 0; index < statements.Count; index++)
            {
                if (!answer.Results[index].Succeeded)
                    await SortAsync(statements[index], answer.Results[index], again, cancellationToken);
            }
        }
    }

    private async Task SortAsync(MigratingItem item, StatementResult result, List<(MigratingItem, string)> again, CancellationToken cancellationToken)
    {
        if (ErrorCodes.IsRetryable(result.ErrorCode))
        {
            if (ErrorCodes.IsThrottling(result.ErrorCode))
                source.Counters.CountThrottled(ItemCalls.Statements);
            again.Add((item, result.ErrorCode!));
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.ConditionalCheckFailed) || ErrorCodes.Is(result.ErrorCode, ErrorCodes.Validation)
            || ErrorCodes.Is(result.ErrorCode, ErrorCodes.AccessDenied) || ErrorCodes.Is(result.ErrorCode, ErrorCodes.ResourceNotFound))
        {
            // PartiQL's equality and a condition expression's may differ (NULL = NULL), and only the latter is certain here:
            // it has the last word on whether the item changed.
            if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.AccessDenied))
                mode.GiveUpPartiQl(result.ErrorMessage ?? "no reason given");
            await DeleteOneAsync(item, again, cancellationToken);
        }
        else
        {
            Keep(item, $"DynamoDB answered {result.ErrorCode}: {result.ErrorMessage}");
        }
    }

    private async Task DeleteOneAsync(MigratingItem item, List<(MigratingItem, string)> again, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await source.DeleteIfUnchangedAsync(item.Source, names.AbsentFrom(item), cancellationToken);
            await SettleAsync([(item, AnswerReader.TryReadAttributes(answer, out var deleted) ? deleted : null)], cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            await JudgeFailedConditionAsync(item, cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.IsRetryable(error.ErrorCode))
        {
            again.Add((item, error.ErrorCode));
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation))
        {
            Keep(item, $"DynamoDB refused the delete's condition: {error.Message}");
        }
    }

    /// <summary>
    /// Compares what was deleted with what was read. A condition cannot name what nobody knew of: an attribute that no such item had, or
    /// those of an item with more attributes than a condition holds. A change of that kind is put back at once.
    /// </summary>
    private async Task SettleAsync(IReadOnlyList<(MigratingItem Item, Item? Deleted)> gone, CancellationToken cancellationToken)
    {
        var changed = new List<(MigratingItem Item, Item Deleted)>();
        foreach (var (item, deleted) in gone)
        {
            if (deleted is null || comparison.AreEqual(deleted.Value, item.Source))
                counters.Settle(item, RunCount.Deleted);
            else
                changed.Add((item, deleted.Value));
        }

        // All at once, because they share what time a stop leaves.
        var details = await Task.WhenAll(changed.ConvertAll(entry => PutBackAsync(entry.Deleted, cancellationToken)));
        for (var index = 0; index < changed.Count; index++)
            Keep(changed[index].Item, details[index]);
    }

    /// <summary>Puts back what was deleted and should not have been.</summary>
    /// <returns>The sentence that says what became of it.</returns>
    private async Task<string> PutBackAsync(Item deleted, CancellationToken cancellationToken)
    {
        try
        {
            await source.PutBackAsync(deleted, cancellationToken);
            return wording.PutBack;
        }
        catch (ConditionalCheckFailedException)
        {
            return wording.WrittenAnew;
        }
        catch (Exception error)
        {
            // Whatever it was, the change is nowhere else now.
            return $"{wording.ChangedAtOnce}, and it could not be put back: {error.Message.TrimEnd('.')}. Put it back by hand: {deleted}";
        }
    }

    private async Task JudgeFailedConditionAsync(MigratingItem item, CancellationToken cancellationToken)
    {
        if (!await IsGoneAsync(item.Source, cancellationToken))
            Keep(item, wording.Changed);
        else if (ItemCalls.FitsCondition(item.Source.Count))
            counters.Settle(item, RunCount.Deleted);
        else
            Keep(item, wording.Unsure);
    }

    /// <summary>A delete whose answer was lost is sent again and then meets nothing, which fails its condition too.</summary>
    private async Task<bool> IsGoneAsync(Item item, CancellationToken cancellationToken)
    {
        using var scratch = new ItemBlock();
        using var found = await source.GetAsync([source.Table.Key.Extract(item, scratch)], consistent: true, cancellationToken);
        return !found.TryGet(item, out _);
    }

    private void Keep(MigratingItem item, string detail)
    {
        journal?.AddKept(item);
        counters.Settle(item, wording.Arrange(proof.Report(item, wording.Reason, [], detail)));
    }
}
