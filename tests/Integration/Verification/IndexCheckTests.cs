using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Verification;

/// <summary>What the checks say of the index that new clients need.</summary>
public sealed class IndexCheckTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task AMissingIndexIsWarnedOf()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3), withGsi4: false);
        await table.CopyAllAsync();

        var check = (await table.VerifyAsync())["IndexGSI4"];

        Assert.Equal(DdbCheckStatus.Warn, check.Status);
        Assert.Contains("GSI4PK", check.Expected, StringComparison.Ordinal);
        Assert.NotNull(check.Remedy);
    }

    [Theory]
    [InlineData("GSI4PK", "PK")]
    [InlineData("GSI1PK", "GSI4SK")]
    public async Task AnIndexWithAnotherKeyFails(string partitionKey, string sortKey)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        RewriteDescription(table, description => Index(description)["KeySchema"] = new JsonArray(
            new JsonObject { ["AttributeName"] = partitionKey, ["KeyType"] = "HASH" }, new JsonObject { ["AttributeName"] = sortKey, ["KeyType"] = "RANGE" }));

        var check = (await table.VerifyAsync())["IndexGSI4"];

        Assert.Equal(DdbCheckStatus.Fail, check.Status);
        Assert.Contains(partitionKey, check.Actual, StringComparison.Ordinal);
        Assert.Contains(sortKey, check.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIndexThatIsBeingBuiltIsWarnedOfAndTheTableIsMigratedAllTheSame()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(30));
        RewriteDescription(table, description =>
        {
            description["TableStatus"] = "UPDATING";
            Index(description)["IndexStatus"] = "CREATING";
            Index(description)["Backfilling"] = true;
        });

        Assert.Equal(30, (await table.CopyAllAsync()).Written);
        var check = (await table.VerifyAsync())["IndexGSI4"];

        Assert.Equal((DdbCheckStatus.Warn, "CREATING"), (check.Status, check.Actual));
    }

    private static JsonObject Index(JsonObject description) => description["GlobalSecondaryIndexes"]!.AsArray()
        .Select(index => index!.AsObject()).Single(index => index["IndexName"]!.GetValue<string>() == "GSI4");

    private static void RewriteDescription(MigratingTable table, Action<JsonObject> change) =>
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "DescribeTable" ? ProxyAction.Forward : ProxyAction.Rewrite(response: response =>
        {
            var answer = response.Json();
            change(answer["Table"]!.AsObject());
            return response.WithJson(answer);
        }));
}
