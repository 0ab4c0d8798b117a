using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DynamoNamespace.Worker.Samples;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>
/// Answers as DynamoDB does for a table whose every write succeeds, without storing anything. Scans give canned pages, a batch of statements gives
/// one success for each.
/// </summary>
/// <param name="pages">How many different pages scans give.</param>
internal sealed class NullService(int pages)
{
    /// <summary>A statement's text is a string; an attribute of that name would be an object, and inside strings quotes are escaped.</summary>
    private static readonly byte[] StatementStart = Encoding.ASCII.GetBytes("\"Statement\":\"");
    private static readonly byte[] CapacityWanted = Encoding.ASCII.GetBytes("\"ReturnConsumedCapacity\":\"TOTAL\"");

    private readonly ConcurrentDictionary<(int Statements, bool WithCapacity), NullAnswer> successes = new();

    public NullCounts Counts { get; } = new();

    public NullAnswer Answer(string operation, ReadOnlySpan<byte> body)
    {
        Counts.CountRequest();
        return operation switch
        {
            "BatchExecuteStatement" => Execute(body),
            "Scan" => Scan(NullRequest.Read(body)),
            "PutItem" or "ExecuteStatement" => WriteOne(body),
            "BatchGetItem" => NullAnswer.Of($"{{\"Responses\":{{\"{NullRequest.Read(body).Table}\":[]}},\"UnprocessedKeys\":{{}}{Capacity("", 12.5, isList: true)}}}"),
            "GetItem" => NullAnswer.Of(Registry(NullRequest.Read(body).KeyText)),
            "Query" => NullAnswer.Of("{\"Items\":[],\"Count\":0,\"ScannedCount\":0}"),
            "DescribeTable" => Describe(NullRequest.Read(body).Table),
            "DescribeTimeToLive" => NullAnswer.Of("{\"TimeToLiveDescription\":{\"TimeToLiveStatus\":\"DISABLED\"}}"),
            "DescribeContinuousBackups" => NullAnswer.Of("{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\",\"PointInTimeRecoveryDescription\":{\"PointInTimeRecoveryStatus\":\"ENABLED\"}}}"),
            "ListTables" => NullAnswer.Of("{\"TableNames\":[]}"),
            _ => NullAnswer.Of("{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}", 400),
        };
    }

    private NullAnswer Execute(ReadOnlySpan<byte> body)
    {
        var statements = body.Count(StatementStart);
        Counts.CountWrites(statements);
        return successes.GetOrAdd((statements, body.IndexOf(CapacityWanted) >= 0), static key => NullAnswer.Of(
            $"{{\"Responses\":[{string.Join(',', Enumerable.Repeat("{\"TableName\":\"items\"}", key.Statements))}]{(key.WithCapacity ? Capacity("items", key.Statements, isList: true) : "")}}}"));
    }

    private NullAnswer WriteOne(ReadOnlySpan<byte> body)
    {
        Counts.CountWrites(1);
        return NullAnswer.Of(body.IndexOf(CapacityWanted) >= 0 ? $"{{{Capacity("items", 1, isList: false)[1..]}}}" : "{}");
    }

    private NullAnswer Scan(NullRequest request)
    {
        if (NullTable.Find(request.Table) is not { } table)
            return NotFound(request.Table);
        var (done, ordinal) = Position(request);
        var left = table.ItemsOf(request.Segment, request.TotalSegments) - done;
        var canned = CannedPages.Of(table.ItemBytes, pages);
        var (items, count, size) = canned.Take(ordinal, Math.Min(left, request.Limit ?? int.MaxValue));
        Counts.CountReads(count);
        var before = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"Count\":{count},\"ScannedCount\":{count},\"Items\":["));
        var next = left > count
            ? string.Create(CultureInfo.InvariantCulture, $",\"LastEvaluatedKey\":{{\"PK\":{{\"S\":\"position\"}},\"SK\":{{\"S\":\"{done + count}/{ordinal + 1}\"}}}}")
            : "";
        var after = Encoding.ASCII.GetBytes($"]{next}{Capacity(request.Table, Math.Ceiling(size / 4096.0) / 2, isList: false)}}}");
        return NullAnswer.Of(before, items, after, canned.Checksum(ordinal, count, before));
    }

    /// <summary>How many items of the segment are read, and which canned page is next.</summary>
    private static (long Done, int Ordinal) Position(NullRequest request)
    {
        if (request.StartKey is null)
            return (0, request.Segment);
        var parts = request.StartKey.Split('/');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private NullAnswer Describe(string name)
    {
        if (NullTable.Find(name) is not { } table)
            return NotFound(name);
        var request = SampleTable.CreateTableRequestJson(name, withGsi4: true, withStream: false);
        foreach (var index in request["GlobalSecondaryIndexes"]!.AsArray())
            index!["IndexStatus"] = "ACTIVE";
        var description = new JsonObject
        {
            ["TableName"] = name,
            ["TableStatus"] = "ACTIVE",
            ["TableArn"] = $"arn:aws:dynamodb:us-east-1:000000000000:table/{name}",
            ["TableId"] = "00000000-0000-0000-0000-000000000000",
            ["CreationDateTime"] = 1_750_000_000,
            ["ItemCount"] = table.Items,
            ["TableSizeBytes"] = (long)(table.Items * CannedPages.Of(table.ItemBytes, pages).MeanBytes),
            ["BillingModeSummary"] = new JsonObject { ["BillingMode"] = "PAY_PER_REQUEST" },
        };
        foreach (var member in new[] { "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes" })
            description[member] = request[member]!.DeepClone();
        return NullAnswer.Of(new JsonObject { ["Table"] = description }.ToJsonString());
    }

    /// <summary>Both records of the only namespace; nothing else can be read by its key.</summary>
    private static string Registry(string? sortKey) => sortKey is "#NAMESPACE#default" or "#NSID#" + TrialTable.NamespaceId
        ? $"{{\"Item\":{{\"PK\":{{\"S\":\"_/SYSTEM#\"}},\"SK\":{{\"S\":\"{sortKey}\"}},\"namespace_id\":{{\"S\":\"{TrialTable.NamespaceId}\"}},\"namespace_name\":{{\"S\":\"default\"}},\"status\":{{\"S\":\"active\"}},\"created_at\":{{\"S\":\"2025-06-15T10:30:00Z\"}}}}}}"
        : "{}";

    private static string Capacity(string table, double units, bool isList)
    {
        var one = string.Create(CultureInfo.InvariantCulture, $"{{\"TableName\":\"{table}\",\"CapacityUnits\":{units:0.0}}}");
        return $",\"ConsumedCapacity\":{(isList ? $"[{one}]" : one)}";
    }

    private static NullAnswer NotFound(string name) => NullAnswer.Of(
        $"{{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\",\"message\":\"The null endpoint has no table '{name}'; it has items-N and items-N-of-BYTES.\"}}", 400);
}
