using System.Text;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>The engine's ARNs have a region and an account of their own; here they are the request's region and this account.</summary>
internal static class EngineArns
{
    private const string EnginePrefix = "arn:aws:dynamodb:dynoxide:000000000000:";

    private static readonly HashSet<string> Calls = new(
        [
            "DescribeTable", "CreateTable", "UpdateTable", "DeleteTable", "TagResource", "UntagResource", "ListTagsOfResource",
            "ListStreams", "DescribeStream", "GetShardIterator", "GetRecords",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether ARNs, or the region of records, stand in such a call; item calls are passed on as they are.</summary>
    public static bool AreIn(string action) => Calls.Contains(action);

    public static ReadOnlyMemory<byte> ToEngine(ReadOnlyMemory<byte> body, string region) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace(OwnPrefix(region), EnginePrefix, StringComparison.Ordinal));

    // In a record an item's own text has its quotes escaped, so the second replacement meets the record's region only.
    public static ReadOnlyMemory<byte> FromEngine(ReadOnlyMemory<byte> body, string region) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(body.Span)
            .Replace(EnginePrefix, OwnPrefix(region), StringComparison.Ordinal)
            .Replace("\"awsRegion\":\"dynoxide\"", $"\"awsRegion\":\"{region}\"", StringComparison.Ordinal));

    private static string OwnPrefix(string region) => Account.Arn("dynamodb", region, "");
}
