using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Activity;

/// <summary>
/// Tells where a change came from. Items of global tables of version 2017.11.29 name the Region of their last write
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_HowItWorks.html); records of version 2019.11.21 do not tell.
/// </summary>
internal sealed class WriteSource(string streamArn)
{
    private const string ReplicationPrefix = "aws:rep:";

    private readonly string region = streamArn.Split(':') is { Length: > 3 } parts ? parts[3] : "";

    /// <param name="record">The change.</param>
    /// <param name="attributes">The attributes that it changed.</param>
    public (DdbWriteOrigin Origin, string? Source) Of(StreamRecord record, IReadOnlyList<string> attributes)
    {
        if (record.IsExpiry)
            return (DdbWriteOrigin.TimeToLive, null);
        if (record.Service is not null)
            return (DdbWriteOrigin.Service, record.Service);
        var image = record.NewImage ?? record.OldImage;
        if (image is not { } item || !item.TryGetValue("aws:rep:updateregion"u8, out var value) || value.Type != AttributeType.S)
            return (DdbWriteOrigin.Client, null);
        var writtenIn = value.Text();
        var isOwnAccount = attributes.Count > 0 && attributes.All(name => name.StartsWith(ReplicationPrefix, StringComparison.Ordinal));
        return writtenIn != region || isOwnAccount ? (DdbWriteOrigin.Replication, writtenIn) : (DdbWriteOrigin.Client, null);
    }
}
