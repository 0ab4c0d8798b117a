using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.Registry;

/// <summary>The registry's records as zae-limiter writes and reads them: a forward one by name, a reverse one by ID.</summary>
internal static class RegistryRecord
{
    public const string PartitionKey = "PK";
    public const string SortKey = "SK";
    public const string Partition = NamespaceNames.Reserved + "/SYSTEM#";
    public const string ForwardPrefix = "#NAMESPACE#";
    public const string ReversePrefix = "#NSID#";
    public const string NamespaceId = "namespace_id";
    public const string NamespaceName = "namespace_name";
    public const string Status = "status";
    public const string CreatedAt = "created_at";
    public const string DeletedAt = "deleted_at";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static Dictionary<string, AttributeValue> ForwardKey(string name) => Key(ForwardPrefix + name);

    public static Dictionary<string, AttributeValue> ReverseKey(string id) => Key(ReversePrefix + id);

    public static Dictionary<string, AttributeValue> Forward(DdbNamespace ns) => Record(ForwardKey(ns.Name), ns);

    public static Dictionary<string, AttributeValue> Reverse(DdbNamespace ns) => Record(ReverseKey(ns.NamespaceId), ns);

    public static DdbNamespace Read(Dictionary<string, AttributeValue> record, string tableName) => new(
        tableName,
        Text(record, NamespaceName) ?? "",
        Text(record, NamespaceId) ?? "",
        Text(record, Status) ?? DdbNamespace.Active,
        Time(record, CreatedAt),
        Time(record, DeletedAt));

    public static string FormatTime(DateTimeOffset time) => time.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static Dictionary<string, AttributeValue> Key(string sortKey) => new(StringComparer.Ordinal)
    {
        [PartitionKey] = new(Partition),
        [SortKey] = new(sortKey),
    };

    private static Dictionary<string, AttributeValue> Record(Dictionary<string, AttributeValue> record, DdbNamespace ns)
    {
        record[NamespaceId] = new(ns.NamespaceId);
        record[NamespaceName] = new(ns.Name);
        record[Status] = new(ns.Status);
        record[CreatedAt] = new(FormatTime(ns.CreatedAt ?? DateTimeOffset.UnixEpoch));
        record["GSI4PK"] = new(NamespaceNames.Reserved);
        record["GSI4SK"] = new(Partition);
        return record;
    }

    private static string? Text(Dictionary<string, AttributeValue> record, string name) => record.TryGetValue(name, out var value) ? value.S : null;

    private static DateTimeOffset? Time(Dictionary<string, AttributeValue> record, string name) =>
        DateTimeOffset.TryParse(Text(record, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
