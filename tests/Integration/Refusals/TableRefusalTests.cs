using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Tests.Integration.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Refusals;

/// <summary>A table that cannot be migrated is refused before anything is written, by name and with the next step.</summary>
public sealed class TableRefusalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task AMissingTableIsRefused()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        await AssertRefusedAsync(table, o => o with { TableName = "no-such-table" }, "TableNotFound", DdbErrorKind.NotFound, "no-such-table", table.Proxy.EndpointUrl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a table")]
    [InlineData("arn:aws:dynamodb:us-east-1:111122223333:table/t")]
    public async Task AnIllegalTableNameIsRefusedWithoutACall(string name)
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        await AssertRefusedAsync(table, o => o with { TableName = name }, "InvalidTableName", DdbErrorKind.InvalidArgument, $"'{name}'");
        Assert.Equal(0, table.Proxy.Log.Total);
    }

    [Theory]
    [InlineData("CREATING")]
    [InlineData("DELETING")]
    [InlineData("INACCESSIBLE_ENCRYPTION_CREDENTIALS")]
    [InlineData("ARCHIVED")]
    public async Task ATableThatIsNotActiveIsRefused(string status)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "DescribeTable" ? ProxyAction.Forward : ProxyAction.Rewrite(response: response =>
        {
            var answer = response.Json();
            answer["Table"]!["TableStatus"] = status;
            return response.WithJson(answer);
        }));

        await AssertRefusedAsync(table, o => o, "TableNotActive", DdbErrorKind.InvalidState, table.Name, status);
        Assert.Equal("TableNotActive", (await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync("x"))).ErrorId);
        Assert.Equal(0, table.WriteCalls);
    }

    [Theory]
    [InlineData("pk", "S", "sk", "S")]
    [InlineData("PK", "N", "SK", "S")]
    [InlineData("PK", "S", "SK", "B")]
    [InlineData("PK", "S", null, "S")]
    public async Task ATableWithAnotherKeyIsRefused(string partitionKey, string partitionType, string? sortKey, string sortType)
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        var name = $"other-key-{Guid.NewGuid():n}";
        await table.Raw.CreateTableAsync(CreateRequest(name, (partitionKey, partitionType), sortKey is null ? null : (sortKey, sortType)));

        await AssertRefusedAsync(table, o => o with { TableName = name }, "WrongKeySchema", DdbErrorKind.InvalidState, name, $"{partitionKey} ({partitionType})", "PK (S)");
        var registry = await Assert.ThrowsAsync<DdbException>(() =>
            Engine.Registry.NamespaceOperations.RegisterAsync(table.Connection, name, "default", null, CancellationToken.None));
        Assert.Equal("WrongKeySchema", registry.ErrorId);
        Assert.Equal(0, table.WriteCalls);
    }

    [Fact]
    public async Task AnIndexKeyOfAnotherTypeIsRefused()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], withGsi4: false);
        await table.Raw.SendAsync("UpdateTable", new JsonObject
        {
            ["TableName"] = table.Name,
            ["AttributeDefinitions"] = new JsonArray(
                new JsonObject { ["AttributeName"] = "GSI4PK", ["AttributeType"] = "N" }, new JsonObject { ["AttributeName"] = "GSI4SK", ["AttributeType"] = "S" }),
            ["GlobalSecondaryIndexUpdates"] = new JsonArray(new JsonObject
            {
                ["Create"] = new JsonObject
                {
                    ["IndexName"] = "GSI4",
                    ["KeySchema"] = new JsonArray(
                        new JsonObject { ["AttributeName"] = "GSI4PK", ["KeyType"] = "HASH" }, new JsonObject { ["AttributeName"] = "GSI4SK", ["KeyType"] = "RANGE" }),
                    ["Projection"] = new JsonObject { ["ProjectionType"] = "KEYS_ONLY" },
                },
            }),
        });

        await AssertRefusedAsync(table, o => o, "WrongKeyType", DdbErrorKind.InvalidState, "GSI4PK", "GSI4", "type N");
    }

    [Fact]
    public async Task AnUnregisteredNamespaceIsRefusedWithTheCommandThatRegistersIt()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        await AssertRefusedAsync(table, o => o with { Namespace = "prod" }, "NamespaceNotRegistered", DdbErrorKind.NotFound, "'prod'", $"Register-DdbNamespace {table.Name} prod", $"ddbns namespace register prod --table-name {table.Name}");
        await AssertRefusedAsync(table, o => o with { NamespaceId = "unknown" }, "NamespaceNotRegistered", DdbErrorKind.NotFound, "'unknown'", "Get-DdbNamespace");
        await AssertRefusedAsync(table, o => o with { Namespace = "_" }, "ReservedNamespace", DdbErrorKind.InvalidArgument, "'_'");
        await AssertRefusedAsync(table, o => o with { NamespaceId = "a/b" }, "InvalidNamespaceId", DdbErrorKind.InvalidArgument, "'a/b'");
    }

    private static async Task AssertRefusedAsync(
        MigratingTable table, Func<MigrationOptions, MigrationOptions> with, string errorId, DdbErrorKind kind, params string[] fragments)
    {
        Func<Task>[] operations =
        [
            () => table.CopyAsync(with),
            () => table.CopyAsync(o => with(o) with { DryRun = true }),
            () => table.DeleteAsync(with),
            () => Engine.Measurement.MigrationMeasurement.RunAsync(with(table.Options), Engine.Measurement.OnDemandPrices.UsEast1, table.Observer, CancellationToken.None),
            .. errorId == "NamespaceNotRegistered" ? [] : new[] { (Func<Task>)(() => MigrationVerification.RunAsync(with(table.Options), null, table.Observer, CancellationToken.None)) },
        ];
        foreach (var operation in operations)
        {
            var error = await Assert.ThrowsAsync<DdbException>(operation);
            Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
            Assert.All(fragments, fragment => Assert.Contains(fragment, error.Message, StringComparison.Ordinal));
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, table.WriteCalls);
        Assert.Equal(0, table.Proxy.Log.Count("Scan"));
    }

    private static JsonObject CreateRequest(string name, (string Name, string Type) partitionKey, (string Name, string Type)? sortKey)
    {
        var keys = new[] { (partitionKey.Name, partitionKey.Type, KeyType: "HASH") }.ToList();
        if (sortKey is { } sort)
            keys.Add((sort.Name, sort.Type, "RANGE"));
        return new JsonObject
        {
            ["TableName"] = name,
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["AttributeDefinitions"] = new JsonArray([.. keys.Select(key => new JsonObject { ["AttributeName"] = key.Name, ["AttributeType"] = key.Type })]),
            ["KeySchema"] = new JsonArray([.. keys.Select(key => new JsonObject { ["AttributeName"] = key.Name, ["KeyType"] = key.KeyType })]),
        };
    }
}
