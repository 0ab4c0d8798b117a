namespace DynamoNamespace.Engine.CatchUp.Streams;

/// <summary>
/// The calls on a table's stream; which stream it is, DescribeTable tells. What DynamoDB refuses for good comes as the SDK's exception with its error code
/// (<c>ExpiredIteratorException</c>, <c>TrimmedDataAccessException</c>, <c>ResourceNotFoundException</c>) or as an error for the user.
/// </summary>
internal interface IStreamCalls
{
    /// <summary>A stream with all its shards.</summary>
    Task<StreamDescription> DescribeAsync(string streamArn, CancellationToken cancellationToken);

    /// <summary>A place in a shard to read from: after a record, or with null from the oldest record that there still is. It expires after 15 minutes.</summary>
    Task<string> GetIteratorAsync(string streamArn, string shardId, string? afterSequenceNumber, CancellationToken cancellationToken);

    /// <summary>The next records of a shard. An answer without records does not prove that there are none: it may take several to come to one.</summary>
    Task<RecordPage> GetRecordsAsync(string iterator, CancellationToken cancellationToken);
}
