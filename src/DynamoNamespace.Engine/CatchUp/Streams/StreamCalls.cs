using System.Text.Json;
using Amazon.Runtime;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>The calls on streams, each sent again while its error is one that passes: none of them changes anything.</summary>
/// <param name="client">A client for streams, see <see cref="ConnectionFactory.CreateStreams"/>.</param>
/// <param name="tableName">The table that errors name.</param>
/// <param name="time">The clock that retries wait by.</param>
internal sealed class StreamCalls(DynamoDbClient client, string tableName, TimeProvider time) : IStreamCalls
{
    public RequestCounters Counters => client.Counters;

    public async Task<StreamDescription> DescribeAsync(string streamArn, CancellationToken cancellationToken)
    {
        List<StreamShard> shards = [];
        StreamDescription page;
        string? last = null;
        do
        {
            page = await SendAsync("DescribeStream", [("StreamArn", streamArn), ("ExclusiveStartShardId", last)], block =>
            {
                using (block)
                    return StreamAnswerReader.ReadDescription(block, out last);
            }, cancellationToken);
            shards.AddRange(page.Shards);
        }
        while (last is not null);
        return page with { Shards = shards };
    }

    public Task<string> GetIteratorAsync(string streamArn, string shardId, string? afterSequenceNumber, CancellationToken cancellationToken) => SendAsync(
        "GetShardIterator",
        [
            ("StreamArn", streamArn),
            ("ShardId", shardId),
            ("ShardIteratorType", afterSequenceNumber is null ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER"),
            ("SequenceNumber", afterSequenceNumber),
        ],
        static block =>
        {
            using (block)
                return StreamAnswerReader.ReadIterator(block);
        }, cancellationToken);

    public Task<RecordPage> GetRecordsAsync(string iterator, CancellationToken cancellationToken) =>
        SendAsync("GetRecords", [("ShardIterator", iterator)], RecordReader.ReadPage, cancellationToken);

    private async Task<T> SendAsync<T>(string operation, (string Name, string? Value)[] members, Func<ItemBlock, T> read, CancellationToken cancellationToken)
    {
        var body = Body(members);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(operation, body, read, cancellationToken);
            }
            catch (Exception error) when (attempt < Backoff.MaximumAttempts && !cancellationToken.IsCancellationRequested && IsTransient(error))
            {
                client.Counters.CountRetry();
                await Backoff.WaitAsync(attempt, time, cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested && !IsAboutTheStream(error))
            {
                var translated = IsThrottled(error)
                    ? StreamErrors.Throttled(tableName, error)
                    : AwsErrors.Translate(error, tableName, ConnectionFactory.EndpointOf(client));
                if (ReferenceEquals(translated, error))
                    throw;
                throw translated;
            }
        }
    }

    private async Task<T> SendOnceAsync<T>(string operation, byte[] body, Func<ItemBlock, T> read, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(operation, body, cancellationToken);
        try
        {
            return read(answer);
        }
        catch (JsonException)
        {
            answer.Dispose();
            throw;
        }
    }

    private static byte[] Body((string Name, string? Value)[] members) => JsonSerializer.SerializeToUtf8Bytes(
        members.Where(member => member.Value is not null).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal));

    private static bool IsTransient(Exception error) => AwsErrors.IsTransient(error) || IsThrottled(error);

    /// <summary>Calls on streams name their throttling otherwise than calls on items
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html#API_streams_GetRecords_Errors).</summary>
    private static bool IsThrottled(Exception error) => error is AmazonServiceException service
        && (ErrorCodes.IsThrottling(service.ErrorCode) || ErrorCodes.Is(service.ErrorCode, ErrorCodes.LimitExceeded));

    private static bool IsAboutTheStream(Exception error) => error is AmazonServiceException service
        && (ErrorCodes.Is(service.ErrorCode, ErrorCodes.ExpiredIterator)
            || ErrorCodes.Is(service.ErrorCode, ErrorCodes.TrimmedDataAccess)
            || ErrorCodes.Is(service.ErrorCode, ErrorCodes.ResourceNotFound));
}
