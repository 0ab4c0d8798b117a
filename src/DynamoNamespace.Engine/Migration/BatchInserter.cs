using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Puts mapped items where nothing stands yet.</summary>
internal sealed class BatchInserter(ItemCalls target, WriteMode mode, TimeProvider time)
    : BatchInserter<MigratingItem>(target, mode, static item => item.Mapped, time);

/// <summary>
/// Puts items where nothing stands yet: a batch is one request of PartiQL INSERTs, which never overwrite. Every statement's own result
/// is read, and what failed in passing is sent again. An instance serves one thread.
/// </summary>
/// <param name="target">The calls on the table.</param>
/// <param name="mode">What the writers of the run have learnt together.</param>
/// <param name="itemOf">The item to put.</param>
/// <param name="time">The clock.</param>
/// <typeparam name="T">What the caller knows an item by.</typeparam>
internal class BatchInserter<T>(ItemCalls target, WriteMode mode, Func<T, Item> itemOf, TimeProvider time)
{
    private readonly List<T> statements = [];
    private readonly List<Item> puts = [];
    private Action<T> written = static _ => { };
    private Action<T> taken = static _ => { };
    private Action<T, string> failed = static (_, _) => { };

    /// <param name="items">What is to be put.</param>
    /// <param name="written">Hears of an item that was put.</param>
    /// <param name="taken">Hears of an item whose key is taken.</param>
    /// <param name="failed">Hears of an item that DynamoDB did not take, and why.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task InsertAsync(
        IReadOnlyList<T> items, Action<T> written, Action<T> taken, Action<T, string> failed, CancellationToken cancellationToken)
    {
        (this.written, this.taken, this.failed) = (written, taken, failed);
        for (var attempt = 0; items.Count > 0; attempt++)
        {
            if (attempt > 0)
            {
                foreach (var _ in items)
                    target.Counters.CountRetry();
                await Backoff.WaitAsync(attempt, time, cancellationToken);
            }

            items = await SendAsync(items, isLast: attempt + 1 >= Backoff.MaximumAttempts, cancellationToken);
        }
    }

    /// <summary>Sends what is left once.</summary>
    /// <returns>The items that are worth another attempt.</returns>
    private async Task<List<T>> SendAsync(IReadOnlyList<T> pending, bool isLast, CancellationToken cancellationToken)
    {
        var again = new List<(T Item, string Code)>();
        statements.Clear();
        foreach (var item in pending)
        {
            if (mode.UsesPartiQl && target.CanInsert(itemOf(item)))
                statements.Add(item);
            else
                await PutAsync(item, again, cancellationToken);
        }

        if (statements.Count > 0)
            await ExecuteAsync(again, cancellationToken);
        if (!isLast)
        {
            RetryEvent.WriteStatements(target.Log, again.Select(entry => entry.Code));
            return again.ConvertAll(entry => entry.Item);
        }

        foreach (var (item, code) in again)
            failed(item, $"DynamoDB still answered {code} after {Backoff.MaximumAttempts} attempts. Run the same command again.");
        return [];
    }

    private async Task ExecuteAsync(List<(T, string)> again, CancellationToken cancellationToken)
    {
        puts.Clear();
        foreach (var item in statements)
            puts.Add(itemOf(item));
        StatementAnswer answer;
        try
        {
            answer = await target.InsertAsync(puts, cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.AccessDenied))
        {
            mode.GiveUpPartiQl(error.Message);
            await PutEachAsync(statements, again, cancellationToken);
            return;
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation))
        {
            // One statement that DynamoDB does not take, or one key named twice, refuses the whole request.
            await PutEachAsync(statements, again, cancellationToken);
            return;
        }

        using (answer)
        {
            for (var index = 0; index < statements.Count; index++)
                await SortAsync(statements[index], answer.Results[index], again, cancellationToken);
        }
    }

    private async Task SortAsync(T item, StatementResult result, List<(T, string)> again, CancellationToken cancellationToken)
    {
        if (result.Succeeded)
        {
            written(item);
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.DuplicateItem))
        {
            taken(item);
        }
        else if (ErrorCodes.IsRetryable(result.ErrorCode))
        {
            if (ErrorCodes.IsThrottling(result.ErrorCode))
                target.Counters.CountThrottled(ItemCalls.Statements);
            again.Add((item, result.ErrorCode!));
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.AccessDenied))
        {
            mode.GiveUpPartiQl(result.ErrorMessage ?? "no reason given");
            await PutAsync(item, again, cancellationToken);
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.Validation) || ErrorCodes.Is(result.ErrorCode, ErrorCodes.ResourceNotFound))
        {
            // A table that is gone ends the run, as the call of its own says, and not item by item.
            await PutAsync(item, again, cancellationToken);
        }
        else
        {
            failed(item, $"DynamoDB answered {result.ErrorCode}: {result.ErrorMessage}");
        }
    }

    private async Task PutEachAsync(List<T> items, List<(T, string)> again, CancellationToken cancellationToken)
    {
        foreach (var item in items)
            await PutAsync(item, again, cancellationToken);
    }

    /// <summary>The same put-if-absent as a request of its own, where a statement cannot say it or is not allowed.</summary>
    private async Task PutAsync(T item, List<(T, string)> again, CancellationToken cancellationToken)
    {
        try
        {
            await target.PutIfAbsentAsync(itemOf(item), cancellationToken);
            written(item);
        }
        catch (ConditionalCheckFailedException)
        {
            taken(item);
        }
        catch (AmazonServiceException error) when (ErrorCodes.IsRetryable(error.ErrorCode))
        {
            again.Add((item, error.ErrorCode));
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation) || error is ItemCollectionSizeLimitExceededException)
        {
            failed(item, $"DynamoDB refused the new item: {error.Message}");
        }
    }
}
