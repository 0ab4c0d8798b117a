using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>Reads one shard to its end, page after page in order.</summary>
internal sealed class ShardReader(
    IStreamCalls calls,
    string tableName,
    StreamPosition start,
    StreamProgress progress,
    StreamCounts counts,
    Func<IReadOnlyList<StreamRecord>, CancellationToken, Task> apply,
    Func<CancellationToken, Task> onMoved,
    SemaphoreSlim pages,
    TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task ReadAsync(string shardId, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        string? iterator = null;
        while (true)
        {
            bool hasRecords;
            await pages.WaitAsync(cancellationToken);
            try
            {
                using var page = await NextPageAsync(shardId, iterator, cancellationToken);
                await TakeAsync(shardId, page, cancellationToken);
                iterator = page.NextIterator;
                hasRecords = page.Records.Count > 0;
            }
            finally
            {
                pages.Release();
            }

            if (iterator is null)
                return;
            if (hasRecords)
            {
                pause = FirstPause;
                continue;
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task TakeAsync(string shardId, RecordPage page, CancellationToken cancellationToken)
    {
        if (page.Records.Count > 0)
        {
            var wanted = page.Records.Where(record => record.CreatedAt >= start.SkipBefore).ToList();
            if (wanted.Count > 0)
                await apply(wanted, cancellationToken);
            counts.Add(page.Records.Count, page.Records.Count - wanted.Count);
            progress.MoveTo(shardId, page.Records[^1]);
        }

        if (page.NextIterator is null)
            progress.End(shardId);
        if (page.Records.Count > 0 || page.NextIterator is null)
            await onMoved(cancellationToken);
    }

    private async Task<RecordPage> NextPageAsync(string shardId, string? iterator, CancellationToken cancellationToken)
    {
        try
        {
            if (iterator is not null)
            {
                try
                {
                    return await GetAsync(shardId, iterator, cancellationToken);
                }
                catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.ExpiredIterator))
                {
                    // Applying a page may take longer than the 15 minutes of an iterator; the position does not need it.
                }
            }

            return await GetAsync(shardId, await OpenAsync(shardId, cancellationToken), cancellationToken);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.TrimmedDataAccess))
        {
            throw StreamErrors.PositionLost(tableName, $"DynamoDB has removed records of shard {shardId} that were not read yet, because they are older than 24 hours.", error);
        }
        catch (AmazonServiceException error) when (ErrorCodes.Is(error.ErrorCode, ErrorCodes.ResourceNotFound))
        {
            throw StreamErrors.PositionLost(tableName, $"shard {shardId} of its stream {start.StreamArn} is not there any more.", error);
        }
    }

    private async Task<RecordPage> GetAsync(string shardId, string iterator, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var page = await calls.GetRecordsAsync(iterator, cancellationToken);
        if (page.Records.Count == 0 && page.NextIterator is not null)
            progress.FindEmpty(shardId, askedAt);
        return page;
    }

    private async Task<string> OpenAsync(string shardId, CancellationToken cancellationToken)
    {
        var position = progress.Of(shardId);
        if (time.GetUtcNow() - position.ReadUntil > StreamPosition.Retention)
            throw StreamErrors.PositionLost(tableName, $"shard {shardId} has been read until {position.ReadUntil:u} only, and DynamoDB keeps records for 24 hours.");
        try
        {
            return await calls.GetIteratorAsync(start.StreamArn, shardId, position.SequenceNumber, cancellationToken);
        }
        catch (AmazonServiceException error) when (position is { EmptyAt: not null, SequenceNumber: not null } && ErrorCodes.Is(error.ErrorCode, ErrorCodes.TrimmedDataAccess))
        {
            // The last record has expired, but nothing had followed it less than 24 hours ago: all that follows is still there.
            return await calls.GetIteratorAsync(start.StreamArn, shardId, null, cancellationToken);
        }
    }
}
