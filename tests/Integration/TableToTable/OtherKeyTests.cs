using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Integration.Tables;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>A mapping with a target key makes items for a table with another key, and takes them back.</summary>
public sealed class OtherKeyTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    private const string Document = """
        {
          "format": "dynamonamespace/mapping/1",
          "name": "orders",
          "key": { "partitionKey": { "name": "OrderId" }, "sortKey": { "name": "Line", "type": "N" } },
          "targetKey": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
          "rules": [
            {
              "name": "order line",
              "match": { "OrderId": { "pattern": "^(?<order>[0-9]+)\\z" } },
              "set": { "PK": "ORDER#${OrderId}", "SK": "LINE#${Line}" },
              "inverse": { "match": { "PK": { "pattern": "^ORDER#(?<order>[0-9]+)\\z" }, "SK": { "pattern": "^LINE#(?<line>[0-9]+)\\z" } },
                           "set": { "OrderId": "${order}", "Line": { "N": "${line}" } }, "remove": ["PK", "SK"] }
            }
          ]
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItemsGetTheOtherKeyAndGoBack(bool apart)
    {
        await using var mapping = await MappingFile.CreateAsync(Document);
        await using var tables = await CreateAsync(Orders(80), apart);
        tables.Mapping = mapping.Path;

        Assert.Equal(80, (await tables.CopyAllAsync()).Written);
        await tables.Target.AssertHoldsAsync(Orders(80).Select(Mapped));
        Assert.Equal("Pass Pass Warn Pass", await tables.StatusesAsync());
        await tables.UndoAllAsync();
        await tables.Target.AssertHoldsAsync([]);

        await tables.CopyAllAsync();
        await tables.DeleteAllAsync();
        await tables.Source.AssertHoldsAsync([]);
        Assert.Equal("Pass Pass Pass Pass", await tables.StatusesAsync());
        await tables.UndoAllAsync();
        await tables.Source.AssertHoldsAsync(Orders(80));
        await tables.Target.AssertHoldsAsync([]);
    }

    [Fact]
    public async Task ATargetWithTheSourcesKeyIsRefused()
    {
        await using var mapping = await MappingFile.CreateAsync(Document);
        await using var tables = await TwoTables.CreateAsync(engines, [], changeSource: TableSide.WithKey("OrderId:S", "Line:N"), changeTarget: TableSide.WithKey("OrderId:S", "Line:N"));
        tables.Mapping = mapping.Path;
        var error = await Assert.ThrowsAsync<Engine.Errors.DdbException>(() => tables.CopyAsync());
        Assert.Equal(("WrongTargetKeySchema", tables.Target.Name), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task AnItemWithoutAnAttributeOfTheTargetsKeyIsNamedAndTheOthersGoOver()
    {
        await using var mapping = await MappingFile.CreateAsync("""
            { "format": "dynamonamespace/mapping/1", "name": "by-email", "key": { "partitionKey": { "name": "PK" }, "sortKey": { "name": "SK" } },
              "targetKey": { "partitionKey": { "name": "email" } }, "rules": [ { "name": "every item", "match": { "PK": { "exists": true } } } ] }
            """);
        var items = ItemJson.Plain(6).Select((item, index) => item.With("email", index switch
        {
            2 => null,
            3 => ItemJson.N(3),
            4 => ItemJson.S(""),
            _ => ItemJson.S($"user-{index}@example.com"),
        })).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items, changeTarget: TableSide.WithKey("email:S", null));
        tables.Mapping = mapping.Path;

        var run = await tables.CopyAsync();

        Assert.Equal((3L, 3L), (run.Result.Written, run.Result.Failed));
        var details = run.Result.Reports.ToDictionary(report => report.SourceKey, report => report.Detail, StringComparer.Ordinal);
        Assert.Contains($"it would not have the key email (S) of table '{tables.Target.Name}'", details[items[2].KeyText()], StringComparison.Ordinal);
        Assert.Contains($"it would not have the key email (S) of table '{tables.Target.Name}'", details[items[3].KeyText()], StringComparison.Ordinal);
        Assert.Contains("its 'email' would be empty", details[items[4].KeyText()], StringComparison.Ordinal);
        Assert.Equal(3, (await tables.DeleteAsync()).Result.Deleted);
        await tables.Source.AssertHoldsAsync([items[2], items[3], items[4]]);
    }

    private Task<TwoTables> CreateAsync(IEnumerable<JsonObject> items, bool apart) =>
        TwoTables.CreateAsync(engines, items, apart, changeSource: TableSide.WithKey("OrderId:S", "Line:N"));

    private static IEnumerable<JsonObject> Orders(int count) => Enumerable.Range(1, count).Select(i => new JsonObject
    {
        ["OrderId"] = ItemJson.S((1000 + (i / 3)).ToString()),
        ["Line"] = ItemJson.N(i % 3),
        ["total"] = ItemJson.N(i),
    });

    private static JsonObject Mapped(JsonObject order) => order
        .With("PK", ItemJson.S("ORDER#" + order.Text("OrderId"))).With("SK", ItemJson.S("LINE#" + order["Line"]!["N"]!.GetValue<string>()));
}
