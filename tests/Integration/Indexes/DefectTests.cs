using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Indexes;

/// <summary>
/// The engine's indexes are never wrong, so a proxy makes them so: what queries and scans of an index answer is changed on the way. A proof must see it,
/// and must not take an index that is only late for a wrong one.
/// </summary>
public sealed class DefectTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData(IndexedTable.Shadow, "EntriesPresent", DdbDifferenceKind.MissingEntry)]
    [InlineData(IndexedTable.Old, "OldIndexKeys", DdbDifferenceKind.MissingEntry)]
    public async Task AMissingEntryIsFound(string index, string check, DdbDifferenceKind kind)
    {
        await using var table = await ReadyAsync();
        Falsify(table, index, items => items.RemoveAll(item => item.Text("PK") == "ITEM#7"));

        var checks = await table.VerifyAsync();

        AssertOnly(checks, check);
        var difference = Assert.Single(table.Differences);
        Assert.Equal((kind, "PK=ITEM#7, SK=#META", $"{index}: status=closed, at=1"), (difference.Kind, difference.SourceKey, difference.TargetKey));
        Assert.Contains("PK=ITEM#7, SK=#META", checks[check].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"S":"another"}""")]
    [InlineData(null)]
    public async Task AWrongAttributeIsFound(string? value)
    {
        await using var table = await ReadyAsync();
        Falsify(table, IndexedTable.Shadow, items => Replace(items, "ITEM#8", item => item.With("name", value is null ? null : ItemJson.Value(value))));

        var checks = await table.VerifyAsync();

        AssertOnly(checks, "EntriesEqual");
        var difference = Assert.Single(table.Differences);
        Assert.Equal(DdbDifferenceKind.DifferentEntry, difference.Kind);
        Assert.Equal(["name"], difference.Attributes);
    }

    [Fact]
    public async Task AnAttributeTooManyIsFound()
    {
        await using var table = await ReadyAsync();
        Falsify(table, IndexedTable.Shadow, items => Replace(items, "ITEM#8", item => item.With("note", ItemJson.S("secret"))));

        AssertOnly(await table.VerifyAsync(), "EntriesEqual");
        Assert.Equal(["note"], Assert.Single(table.Differences).Attributes);
    }

    [Theory]
    [InlineData("ITEM#999", 3)]
    [InlineData("ITEM#10", 3)]
    [InlineData("ITEM#7", 88)]
    public async Task AnExtraEntryIsFound(string pk, int at)
    {
        await using var table = await ReadyAsync();
        // Of an item that is not there, of one without the index's key, and a second one of an item under another key.
        var extra = ItemJson.Of(pk, "#META", ("status", ItemJson.S("open")), ("at", ItemJson.N(at)), ("name", ItemJson.S("x")), ("size", ItemJson.N(1)));
        Falsify(table, IndexedTable.Shadow, items => items.Add((JsonObject)extra.DeepClone()), request => IsOf(request, extra));

        AssertOnly(await table.VerifyAsync(), "NoExtraEntries");
        var difference = Assert.Single(table.Differences);
        Assert.Equal((DdbDifferenceKind.ExtraEntry, $"PK={pk}, SK=#META", $"{IndexedTable.Shadow}: status=open, at={at}"), (difference.Kind, difference.SourceKey, difference.TargetKey));
    }

    [Fact]
    public async Task AnIndexThatIsOnlyLateIsNotWrong()
    {
        await using var table = await ReadyAsync();
        var queries = 0;
        Falsify(table, IndexedTable.Shadow, items => items.RemoveAll(item => item.Text("PK") is "ITEM#7" or "ITEM#8"),
            request => request.Operation == "Scan" || Interlocked.Increment(ref queries) <= 6);

        await table.AssertProvenAsync();

        Assert.True(queries > 6, $"{queries} queries");
    }

    [Fact]
    public async Task AProofThatFailsKeepsTheOldIndex()
    {
        await using var table = await ReadyAsync();
        table.Stack.Plane.ForgetReads();
        Falsify(table, IndexedTable.Shadow, items => items.RemoveAll(item => item.Text("PK") == "ITEM#7"));

        var error = await IndexedTable.FailAsync("IndexNotProven", () => table.CompleteAsync());

        Assert.Contains("EntriesPresent: 1 of 48 items without an entry", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Index 'by-status' was not removed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["by-status ACTIVE", "by-status-v2 ACTIVE"], await table.IndexesAsync());
        Assert.Equal(DdbIndexMigrationState.Completed, (await table.CompleteAsync(table.Options with { Force = true })).State);
    }

    [Theory]
    [InlineData("All")]
    [InlineData("KeysOnly")]
    public async Task EveryProjectionIsProven(string type)
    {
        await using var table = await IndexedTable.CreateAsync(engine, change: request => request["GlobalSecondaryIndexes"]![0]!["Projection"] = JsonNode.Parse("""{"ProjectionType":"INCLUDE","NonKeyAttributes":["note"]}"""));
        var options = table.Options with { NonKeyAttributes = [], ProjectionType = type };
        await table.StartAsync(options);

        await table.AssertProvenAsync(options);

        Falsify(table, IndexedTable.Shadow, items => Replace(items, "ITEM#8", item => item.With("note", ItemJson.S("x"))));
        AssertOnly(await table.VerifyAsync(options), "EntriesEqual");
    }

    private static bool IsOf(ProxiedRequest request, JsonObject entry)
    {
        if (request.Operation == "Scan")
            return request.Json()["Segment"]!.GetValue<int>() == 0;
        var values = request.Json()["ExpressionAttributeValues"]!.AsObject().Select(pair => pair.Value!.ToJsonString()).ToList();
        return values.Contains(entry["at"]!.ToJsonString()) && values.Contains(entry["PK"]!.ToJsonString());
    }

    private async Task<IndexedTable> ReadyAsync()
    {
        var table = await IndexedTable.CreateAsync(engine);
        await table.StartAsync();
        await table.AssertProvenAsync();
        return table;
    }

    private static void AssertOnly(Dictionary<string, DdbMigrationCheck> checks, string failed)
    {
        foreach (var check in checks.Values)
            Assert.True(check.Status == (check.Name == failed ? DdbCheckStatus.Fail : DdbCheckStatus.Pass), $"{check}");
    }

    private static void Replace(List<JsonObject> items, string pk, Func<JsonObject, JsonObject> change)
    {
        for (var at = 0; at < items.Count; at++)
        {
            if (items[at].Text("PK") == pk)
                items[at] = change(items[at]);
        }
    }

    private static void Falsify(IndexedTable table, string index, Action<List<JsonObject>> edit, Func<ProxiedRequest, bool>? when = null) =>
        table.Proxy.Hook = request =>
        {
            if (request.Operation is not ("Scan" or "Query") || request.Json()["IndexName"]?.GetValue<string>() != index || when?.Invoke(request) == false)
                return ValueTask.FromResult(ProxyAction.Forward);
            return ValueTask.FromResult(ProxyAction.Rewrite(response: answer =>
            {
                var json = answer.Json();
                List<JsonObject> items = [.. json["Items"]!.AsArray().Select(item => (JsonObject)item!.DeepClone())];
                edit(items);
                json["Items"] = new JsonArray([.. items.Select(item => (JsonNode)item)]);
                json["Count"] = items.Count;
                return answer.WithJson(json);
            }));
        };
}
