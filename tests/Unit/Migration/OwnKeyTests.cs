using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Unit.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

/// <summary>
/// A mapping may leave an item's key as it is. Then the item that stands under the new key is the old item itself, which proves
/// no copy: to delete it would be to lose it.
/// </summary>
[Collection(ConnectionCollection.Name)]
public sealed class OwnKeyTests : IDisposable
{
    private const string ByKind = """{ "name": "r", "match": { "kind": { "exists": true } }, "set": { "PK": "${kind}#${id}" } }""";

    /// <summary>Here the old item, taken for the copy, is newer than what it maps to.</summary>
    private const string WithClock =
        """{ "name": "r", "match": { "done": { "exists": false } }, "set": { "PK": "${PK}", "done": "yes", "v": { "N": "0" } }, "versionClocks": [ { "attribute": "v", "type": "N" } ] }""";

    private const string Item = """{"PK":{"S":"user#7"},"kind":{"S":"user"},"id":{"S":"7"},"v":{"N":"5"}}""";

    private readonly FakeTable table = new("PK", null);

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData(ByKind, false)]
    [InlineData(ByKind, true)]
    [InlineData(WithClock, false)]
    [InlineData(WithClock, true)]
    public async Task AnItemThatMapsToItsOwnKeyIsNeverDeleted(string rule, bool afterCopy)
    {
        using var mapping = new TemporaryMapping(
            $$"""{ "format": "dynamonamespace/mapping/1", "name": "in place", "key": { "partitionKey": { "name": "PK" } }, "rules": [ {{rule}} ] }""");
        table.Endpoint
            .On("Scan", $$"""{"Items":[{{Item}}]}""")
            .On("BatchGetItem", $$$"""{"Responses":{"limits":[{{{Item}}}]},"UnprocessedKeys":{}}""")
            .On("BatchExecuteStatement", request => (200, request.ToJsonString().Contains("INSERT", StringComparison.Ordinal)
                ? """{"Responses":[{"Error":{"Code":"DuplicateItem","Message":"exists"}}]}"""
                : """{"Responses":[{"TableName":"limits"}]}"""))
            .On("DeleteItem", "{}");
        var options = table.Options with { Mapping = mapping.Path, Delete = afterCopy };
        var run = afterCopy
            ? await KeyMigration.CopyAsync(options, table.Observer, CancellationToken.None)
            : await KeyMigration.DeleteAsync(options, table.Observer, CancellationToken.None);
        Assert.Equal(1, run.Result.Scanned);
        Assert.Equal(0, run.Result.Deleted);
        Assert.Equal(0, table.Endpoint.Count("DeleteItem"));
        Assert.DoesNotContain(table.Endpoint.Requests, request => request.Text.Contains("DELETE FROM", StringComparison.Ordinal));
    }
}
