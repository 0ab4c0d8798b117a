using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>
/// Which tables have an index in the making, one a table.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html
/// </summary>
internal sealed class IndexBuilds(ControlPlaneOptions options)
{
    private readonly ConcurrentDictionary<string, IndexBuild> _builds = new(StringComparer.Ordinal);

    /// <summary>Whether any table may have one.</summary>
    public bool Any => !_builds.IsEmpty;

    public void Begin(string tableName, string indexName) =>
        _builds[tableName] = new IndexBuild(indexName, DateTimeOffset.UtcNow + options.Backfill, null);

    public void BeginDeletion(string tableName, string indexName, JsonObject description) =>
        _builds[tableName] = new IndexBuild(indexName, DateTimeOffset.UtcNow + options.Step, description);

    public IndexBuild? Find(string tableName)
    {
        if (!_builds.TryGetValue(tableName, out var build) || build.Until > DateTimeOffset.UtcNow)
            return build;
        if (options.Holds.IsHeld($"{build.IndexName} {(build.Deleted is null ? "CREATING" : "DELETING")}"))
            return build;
        _builds.TryRemove(tableName, out _);
        return null;
    }

    /// <exception cref="AwsException">The request reads from an index that is being built.</exception>
    public void CheckReadable(JsonObject request)
    {
        if (request["IndexName"]?.GetValue<string>() is { } index && Find(request["TableName"]!.GetValue<string>()) is { Deleted: null } build && build.IndexName == index)
            throw new AwsException("ValidationException", $"Cannot read from backfilling global secondary index: {index}");
    }

    /// <summary>Shows a table's description as AWS does meanwhile.</summary>
    public void Show(JsonObject table)
    {
        if (Find(table["TableName"]!.GetValue<string>()) is not { } build || table["TableStatus"]?.GetValue<string>() == "DELETING")
            return;
        table["TableStatus"] = "UPDATING";
        var indexes = table["GlobalSecondaryIndexes"] as JsonArray;
        if (build.Deleted is { } deleted)
        {
            var description = deleted.DeepClone();
            description["IndexStatus"] = "DELETING";
            if (indexes is null)
                table["GlobalSecondaryIndexes"] = indexes = [];
            indexes.Add(description);
            return;
        }

        var index = indexes?.FirstOrDefault(index => index!["IndexName"]!.GetValue<string>() == build.IndexName);
        if (index is null)
            return;
        index["IndexStatus"] = "CREATING";
        index["Backfilling"] = true;
        index["ItemCount"] = 0;
        index["IndexSizeBytes"] = 0;
    }
}
