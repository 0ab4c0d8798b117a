using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.InPlace;

/// <summary>What became of an update.</summary>
internal enum UpdateOutcome
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>Its condition was not met, for whatever reason: the item changed, is gone, or the update was carried out before and its answer lost.</summary>
    Unmet,

    /// <summary>DynamoDB did not take it.</summary>
    Refused,
}

/// <summary>
/// Sends conditional updates, 25 a request as PartiQL statements, and those that a statement cannot say each as an UpdateItem. What failed in passing is sent
/// again. An instance serves one thread.
/// </summary>
internal sealed class UpdateSender(ItemCalls target, WriteMode mode, TimeProvider time)
{
    private readonly record struct Pending(int Index, string Code);

    private UpdateOutcome[] outcomes = [];
    private string?[] reasons = [];

    /// <param name="updates">At most as many as a request has statements.</param>
    /// <param name="singly">Whether each is a request of its own: a condition expression has the last word where a statement's condition was not met.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>What became of each, and why it was refused.</returns>
    public async Task<IReadOnlyList<(UpdateOutcome Outcome, string? Reason)>> SendAsync(IReadOnlyList<ItemUpdate> updates, bool singly, CancellationToken cancellationToken)
    {
        outcomes = new UpdateOutcome[updates.Count];
        reasons = new string?[updates.Count];
        var left = Enumerable.Range(0, updates.Count).ToList();
        for (var attempt = 0; left.Count > 0; attempt++)
        {
            if (attempt > 0)
            {
                left.ForEach(_ => target.Counters.CountRetry());
                await Backoff.WaitAsync(attempt, time, cancellationToken);
            }

            var again = await SendOnceAsync(updates, left, singly, cancellationToken);
            if (attempt + 1 >= Backoff.MaximumAttempts)
            {
                again.ForEach(entry => Refuse(entry.Index, $"DynamoDB still answered {entry.Code} after {Backoff.MaximumAttempts} attempts. Run the same command again."));
                break;
            }

            RetryEvent.WriteStatements(target.Log, again.Select(entry => entry.Code));
            left = again.ConvertAll(entry => entry.Index);
        }

        return [.. outcomes.Zip(reasons)];
    }

    /// <returns>Those that are worth another attempt.</returns>
    private async Task<List<Pending>> SendOnceAsync(IReadOnlyList<ItemUpdate> updates, List<int> left, bool singly, CancellationToken cancellationToken)
    {
        var again = new List<Pending>();
        var statements = new List<int>(left.Count);
        foreach (var index in left)
        {
            if (!singly && mode.UsesPartiQl && target.CanUpdate(updates[index]))
                statements.Add(index);
            else
                await SendSinglyAsync(updates, index, again, cancellationToken);
        }

        if (statements.Count > 0)
            await ExecuteAsync(updates, statements, again, cancellationToken);
        return again;
    }

    private async Task ExecuteAsync(IReadOnlyList<ItemUpdate> updates, List<int> statements, List<Pending> again, CancellationToken cancellationToken)
    {
        StatementAnswer answer;
        try
        {
            answer = await target.UpdateAsync(statements.ConvertAll(index => updates[index]), cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.AccessDenied) || ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation))
        {
            // One statement that DynamoDB does not take, or one key named twice, refuses the whole request.
            if (ErrorCodes.Is(error.ErrorCode, ErrorCodes.AccessDenied))
                mode.GiveUpPartiQl(error.Message);
            foreach (var index in statements)
                await SendSinglyAsync(updates, index, again, cancellationToken);
            return;
        }

        using (answer)
        {
            for (var at = 0; at < statements.Count; at++)
                await SortAsync(updates, statements[at], answer.Results[at], again, cancellationToken);
        }
    }

    private async Task SortAsync(IReadOnlyList<ItemUpdate> updates, int index, StatementResult result, List<Pending> again, CancellationToken cancellationToken)
    {
        if (result.Succeeded)
        {
            outcomes[index] = UpdateOutcome.Done;
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.ConditionalCheckFailed))
        {
            outcomes[index] = UpdateOutcome.Unmet;
        }
        else if (ErrorCodes.IsRetryable(result.ErrorCode))
        {
            if (ErrorCodes.IsThrottling(result.ErrorCode))
                target.Counters.CountThrottled(ItemCalls.Statements);
            again.Add(new Pending(index, result.ErrorCode!));
        }
        else if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.AccessDenied) || ErrorCodes.Is(result.ErrorCode, ErrorCodes.Validation))
        {
            if (ErrorCodes.Is(result.ErrorCode, ErrorCodes.AccessDenied))
                mode.GiveUpPartiQl(result.ErrorMessage ?? "no reason given");
            await SendSinglyAsync(updates, index, again, cancellationToken);
        }
        else
        {
            Refuse(index, $"DynamoDB answered {result.ErrorCode}: {result.ErrorMessage}");
        }
    }

    private async Task SendSinglyAsync(IReadOnlyList<ItemUpdate> updates, int index, List<Pending> again, CancellationToken cancellationToken)
    {
        try
        {
            await target.UpdateOneAsync(updates[index], cancellationToken);
            outcomes[index] = UpdateOutcome.Done;
        }
        catch (ConditionalCheckFailedException)
        {
            outcomes[index] = UpdateOutcome.Unmet;
        }
        catch (AmazonServiceException error) when (ErrorCodes.IsRetryable(error.ErrorCode))
        {
            again.Add(new Pending(index, error.ErrorCode));
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.Validation) || error is ItemCollectionSizeLimitExceededException)
        {
            Refuse(index, $"DynamoDB refused the update: {error.Message}");
        }
    }

    private void Refuse(int index, string reason) => (outcomes[index], reasons[index]) = (UpdateOutcome.Refused, reason);
}
