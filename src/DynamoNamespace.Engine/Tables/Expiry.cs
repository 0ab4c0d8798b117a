using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Tables;

/// <summary>
/// Tells which items have expired: their TTL attribute is a number of seconds since 1970 that has passed, by five years at most, as DynamoDB has it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html).
/// </summary>
internal sealed class Expiry
{
    private static readonly TimeSpan LongestAgo = TimeSpan.FromDays(5 * 365);

    private readonly byte[]? attribute;
    private readonly TimeProvider time;

    private Expiry(string? attribute, TimeProvider time)
    {
        this.attribute = attribute is null ? null : Encoding.UTF8.GetBytes(attribute);
        this.time = time;
    }

    /// <param name="client">The connection.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="isWanted">Whether expired items are to be left out; if not, no item counts as expired.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="DdbException">Expired items are to be left out of a table that has no TTL.</exception>
    public static async Task<Expiry> ReadAsync(DynamoDbClient client, string tableName, bool isWanted, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!isWanted)
            return new Expiry(null, time);
        var answer = await client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = tableName }, cancellationToken);
        var status = answer.TimeToLiveDescription?.TimeToLiveStatus?.Value;
        if (status is not ("ENABLED" or "ENABLING"))
        {
            throw new DdbException("NoTimeToLive", DdbErrorKind.InvalidState, tableName,
                $"Table '{tableName}' has no TTL (its status is {status ?? "unknown"}), so nothing tells which items have expired. Run the same command without -SkipExpired (--skip-expired), or turn TTL on; nothing was changed.");
        }

        return new Expiry(answer.TimeToLiveDescription!.AttributeName, time);
    }

    public bool HasPassed(in Item item)
    {
        if (attribute is null || !item.TryGetValue(attribute, out var value) || value.Type != AttributeType.N)
            return false;
        var now = time.GetUtcNow();
        return double.TryParse(value.RawText, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            && seconds <= now.ToUnixTimeSeconds() && seconds > (now - LongestAgo).ToUnixTimeSeconds();
    }
}
