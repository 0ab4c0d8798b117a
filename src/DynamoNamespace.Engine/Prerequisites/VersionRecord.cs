using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>zae-limiter's record of the versions that a table is used with.</summary>
/// <param name="PartitionKey"><c>SYSTEM#</c> as old clients write it, or <c>_/SYSTEM#</c>.</param>
/// <param name="LambdaVersion">The version of the aggregator's code, such as <c>0.9.1</c>; null where the table was made without one.</param>
/// <param name="UpdatedAt">When the record was last written, in UTC.</param>
internal sealed partial record VersionRecord(string PartitionKey, string? LambdaVersion, DateTimeOffset? UpdatedAt)
{
    public const string BarePartition = "SYSTEM#";

    private const string SortKey = "#VERSION";

    /// <summary>Major and minor version of the aggregator; null where it is not told or is no version.</summary>
    public (int Major, int Minor)? Version => LambdaVersion is not null && Pattern().Match(LambdaVersion) is { Success: true } match
        && int.TryParse(match.Groups["major"].Value, CultureInfo.InvariantCulture, out var major) && int.TryParse(match.Groups["minor"].Value, CultureInfo.InvariantCulture, out var minor)
        ? (major, minor)
        : null;

    /// <summary>The old record, the new one, both, or none.</summary>
    public static async Task<IReadOnlyList<VersionRecord>> ReadAsync(DynamoDbClient client, string tableName, CancellationToken cancellationToken)
    {
        var found = new List<VersionRecord>();
        foreach (var partition in new[] { BarePartition, RegistryRecord.Partition })
        {
            var answer = await client.GetItemAsync(new GetItemRequest
            {
                TableName = tableName,
                Key = new(StringComparer.Ordinal) { [RegistryRecord.PartitionKey] = new(partition), [RegistryRecord.SortKey] = new(SortKey) },
                ConsistentRead = true,
            }, cancellationToken);
            if (answer.Item is { Count: > 0 } item)
                found.Add(new VersionRecord(partition, Text(item, "lambda_version"), Time(Text(item, "updated_at"))));
        }

        return found;
    }

    private static string? Text(Dictionary<string, AttributeValue> item, string name) => item.TryGetValue(name, out var value) ? value.S : null;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    [GeneratedRegex(@"^v?(?<major>[0-9]{1,5})\.(?<minor>[0-9]{1,5})(\D|\z)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
