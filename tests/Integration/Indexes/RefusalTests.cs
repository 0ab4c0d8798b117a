using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Tests.Integration.Stacks;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Indexes;

/// <summary>What cannot be done, or should not be, is refused before anything is changed, with what helps.</summary>
public sealed class RefusalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("InvalidIndexName", "a b", null, "name", "3 to 255 letters")]
    [InlineData("InvalidIndexName", "v2", null, "name", "3 to 255 letters")]
    [InlineData("SameIndexName", "by-status", null, "name", "such as 'by-statusv2'")]
    [InlineData("InvalidProjection", "v2.x", null, "", "It was not said what the shadow is to hold")]
    [InlineData("InvalidProjection", "v2.x", "Some", "name", "'Some' is no type")]
    [InlineData("InvalidProjection", "v2.x", "INCLUDE", "", "names its attributes, and none was given")]
    [InlineData("InvalidProjection", "v2.x", "All", "name", "names no attributes, and name was given")]
    [InlineData("InvalidProjection", "v2.x", null, "name,name", "'name' was given more than once")]
    [InlineData("InvalidProjection", "v2.x", null, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21", "may name 20 attributes")]
    [InlineData("SameProjection", "v2.x", "keysonly", "", "has the projection KEYS_ONLY already")]
    [InlineData("KeyAttributeProjected", "v2.x", null, "name,status", "'status' is a key attribute")]
    [InlineData("KeyAttributeProjected", "v2.x", null, "SK", "'SK' is a key attribute")]
    public async Task AShadowThatNoTableTakesIsRefused(string errorId, string shadow, string? type, string attributes, string reason)
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1);
        var options = table.Options with { ShadowIndexName = shadow, ProjectionType = type, NonKeyAttributes = attributes.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        var error = await IndexedTable.FailAsync(errorId, () => table.StartAsync(options));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(table);
    }

    [Fact]
    public async Task NamesOfOthersAreRefused()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1, change: request => request["LocalSecondaryIndexes"] = JsonNode.Parse(
            """[{"IndexName":"by-at","KeySchema":[{"AttributeName":"PK","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}]"""));

        Assert.Contains("it has 'by-status'", (await IndexedTable.FailAsync("IndexNotFound", () => table.StartAsync(table.Options with { IndexName = "nope" }))).Message, StringComparison.Ordinal);
        await IndexedTable.FailAsync("IndexIsLocal", () => table.StartAsync(table.Options with { IndexName = "by-at" }));
        await IndexedTable.FailAsync("IndexNameTaken", () => table.StartAsync(table.Options with { ShadowIndexName = "by-at" }));
        await IndexedTable.FailAsync("IndexNotFound", () => table.VerifyAsync());
        await IndexedTable.FailAsync("IndexNotFound", () => table.CompleteAsync());
        Assert.Equal("TableNotFound", (await Assert.ThrowsAsync<DdbException>(() => table.StartAsync(table.Options with { TableName = "no-such-table" }))).ErrorId);
        await AssertUntouchedAsync(table);
    }

    [Fact]
    public async Task AnotherIndexOfTheNameIsRefused()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1);
        await table.StartAsync();

        var error = await IndexedTable.FailAsync("IndexNameTaken", () => table.StartAsync(table.Options with { NonKeyAttributes = ["name"] }));

        Assert.Contains("with the projection INCLUDE (name, size) and not INCLUDE (name)", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, table.Proxy.Log.Count("UpdateTable"));
        // The order of attributes means nothing.
        Assert.False((await table.StartAsync(table.Options with { NonKeyAttributes = ["size", "name"] })).IsChanged);
    }

    [Fact]
    public async Task LimitsAreToldBefore()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1, change: request =>
        {
            for (var at = 1; at < 20; at++)
            {
                var index = (JsonObject)request["GlobalSecondaryIndexes"]![0]!.DeepClone();
                index["IndexName"] = $"other-{at}";
                if (at <= 5)
                    index["Projection"] = new JsonObject { ["ProjectionType"] = "INCLUDE", ["NonKeyAttributes"] = new JsonArray([.. Enumerable.Range(1, at == 5 ? 19 : 20).Select(name => (JsonNode)$"a{at}-{name}")]) };
                request["GlobalSecondaryIndexes"]!.AsArray().Add(index);
            }
        });

        await IndexedTable.FailAsync("TooManyIndexes", () => table.StartAsync());
        var error = await IndexedTable.FailAsync("TooManyProjectedAttributes", () => table.StartAsync(table.Options with { Force = true }));
        Assert.Contains("name 99 attributes beside their keys, and 2 more would pass the 100", error.Message, StringComparison.Ordinal);
        // With -Force it is for DynamoDB to say no, and the local one does not.
        Assert.Equal(20, (await table.IndexesAsync()).Count);
        Assert.Equal(DdbIndexMigrationState.ShadowReady, (await table.StartAsync(table.Options with { Force = true, NonKeyAttributes = ["name"] })).State);
    }

    [Fact]
    public async Task ASecondChangeWaitsForTheFirst()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1);
        using var stop = new CancellationTokenSource();
        var filling = table.Stack.Plane.Hold("by-status-v2 CREATING");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.StartAsync(audience: new IndexAudience { WhenStep = _ => stop.Cancel() }, cancellationToken: stop.Token));

        var error = await IndexedTable.FailAsync("TableBusy", () => table.StartAsync(table.Options with { ShadowIndexName = "third" }));
        Assert.Contains("Index 'by-status-v2' of table", error.Message, StringComparison.Ordinal);
        Assert.Contains("is CREATING, and a table takes one change of its indexes at a time", error.Message, StringComparison.Ordinal);
        await IndexedTable.FailAsync("TableBusy", () => table.CompleteAsync());
        Assert.Equal("Fail NotRun NotRun NotRun NotRun", string.Join(' ', (await table.VerifyAsync()).Values.Select(check => check.Status)));
        Assert.Equal(1, table.Proxy.Log.Count("UpdateTable"));

        filling.Dispose();
        await table.StartAsync();
        table.Stack.EditAnswers("DescribeTable", text => text.Replace("\"TableStatus\":\"ACTIVE\"", "\"TableStatus\":\"UPDATING\"", StringComparison.Ordinal));
        Assert.Contains("is UPDATING", (await IndexedTable.FailAsync("TableBusy", () => table.UndoAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnIndexThatIsNotFilledYetCannotBeUndone()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1);
        using var stop = new CancellationTokenSource();
        using var filling = table.Stack.Plane.Hold("by-status-v2 CREATING");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.StartAsync(audience: new IndexAudience { WhenStep = _ => stop.Cancel() }, cancellationToken: stop.Token));
        table.Stack.EditAnswers("DescribeTable", text => text.Replace("\"Backfilling\":true", "\"Backfilling\":false", StringComparison.Ordinal));

        Assert.Contains("is CREATING and not being filled", (await IndexedTable.FailAsync("TableBusy", () => table.UndoAsync())).Message, StringComparison.Ordinal);
        Assert.Equal(1, table.Proxy.Log.Count("UpdateTable"));
    }

    [Fact]
    public async Task OnlyAShadowIsUndone()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1, change: request =>
        {
            var index = (JsonObject)request["GlobalSecondaryIndexes"]![0]!.DeepClone();
            index["IndexName"] = "by-key";
            index["KeySchema"] = JsonNode.Parse("""[{"AttributeName":"SK","KeyType":"HASH"}]""");
            request["GlobalSecondaryIndexes"]!.AsArray().Add(index);
        });

        var error = await IndexedTable.FailAsync("NotAShadow", () => table.UndoAsync(table.Options with { ShadowIndexName = "by-key" }));
        Assert.Contains("has the key SK (S), and 'by-status' has status (S), at (N)", error.Message, StringComparison.Ordinal);
        await IndexedTable.FailAsync("NotAShadow", () => table.CompleteAsync(table.Options with { ShadowIndexName = "by-key" }));
        Assert.Equal(Engine.Verification.DdbCheckStatus.Fail, (await table.VerifyAsync(table.Options with { ShadowIndexName = "by-key" }))["ShadowIndex"].Status);

        await table.StartAsync();
        await table.CompleteAsync(table.Options with { Force = true });
        var gone = await IndexedTable.FailAsync("OldIndexGone", () => table.UndoAsync());
        Assert.Contains("-IndexName by-status-v2 -ShadowIndexName by-status with the projection that it had", gone.Message, StringComparison.Ordinal);
        // As the message says.
        var back = table.Options with { IndexName = IndexedTable.Shadow, ShadowIndexName = IndexedTable.Old, NonKeyAttributes = [], ProjectionType = "KeysOnly" };
        await table.StartAsync(back);
        await table.AssertProvenAsync(back);
        await table.CompleteAsync(back with { Force = true });
        Assert.Equal(["by-key ACTIVE", "by-status ACTIVE"], await table.IndexesAsync());
    }

    [Fact]
    public async Task AnIndexThatIsReadStays()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 20);
        await table.StartAsync();
        await ReadAsync(table, IndexedTable.Shadow);
        Assert.Equal(DdbIndexMigrationState.Planned, (await table.CompleteAsync(audience: new IndexAudience { May = false })).State);
        await ReadAsync(table, IndexedTable.Old);

        var error = await IndexedTable.FailAsync("IndexStillRead", () => table.CompleteAsync());

        Assert.Contains("was read in the last 15 minutes: CloudWatch counts 0.5 read units", error.Message, StringComparison.Ordinal);
        Assert.Equal(["by-status ACTIVE", "by-status-v2 ACTIVE"], await table.IndexesAsync());
        Assert.Equal(DdbIndexMigrationState.Completed, (await table.CompleteAsync(table.Options with { Force = true })).State);
    }

    [Fact]
    public async Task ReadersThatAreNotKnownAreWarnedOf()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 20);
        await table.StartAsync();
        table.Stack.Plane.Faults.DenyAction("monitoring:GetMetricStatistics");

        await table.CompleteAsync(audience: table.Audience);

        var warning = Assert.Single(table.Audience.Warnings);
        Assert.Contains("is still read is not known: AWS refused a call", warning, StringComparison.Ordinal);
        Assert.Contains("Name=GlobalSecondaryIndexName,Value=by-status ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATableOfAStackIsNotChangedBesideIt()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1, template: IndexedTable.Yaml);

        var error = await IndexedTable.FailAsync("TableOfStack", () => table.StartAsync());

        Assert.Contains($"Run the same command with -StackName {table.Name}", error.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(table);
        table.Stack.Plane.Faults.DenyAction("dynamodb:ListTagsOfResource");
        await IndexedTable.FailAsync("TableOwnerUnknown", () => table.StartAsync());
        table.Stack.Plane.Faults.AllowAction("dynamodb:ListTagsOfResource");

        // Made beside it all the same, it is drift, and the stack says so.
        await table.StartAsync(table.Options with { Force = true });
        Assert.Contains("it was made beside the stack", (await IndexedTable.FailAsync("TableDrifted", () => table.UndoAsync(table.StackOptions))).Message, StringComparison.Ordinal);
        await table.UndoAsync(table.Options with { Force = true });
        await table.StartAsync(table.StackOptions);
        await table.UndoAsync(table.Options with { Force = true });
        Assert.Contains("it was removed beside the stack", (await IndexedTable.FailAsync("TableDrifted", () => table.StartAsync(table.StackOptions))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProjectionThatWasChangedInPlaceIsExplained()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1, template: IndexedTable.Yaml);
        var changed = IndexedTable.Yaml.Replace("ProjectionType: KEYS_ONLY", "ProjectionType: ALL", StringComparison.Ordinal);
        await table.Stack.BeginUpdateAsync(changed);
        await table.Stack.Api.WaitForStackAsync(table.Name, "UPDATE_ROLLBACK_COMPLETE");

        await table.StartAsync(table.StackOptions with { NonKeyAttributes = [], ProjectionType = "All" });

        var warning = Assert.Single(table.Audience.Warnings);
        Assert.Contains("on Items: ", warning, StringComparison.Ordinal);
        Assert.Contains("Cannot update GSI's properties other than Provisioned Throughput and Contributor Insights Specification. You can create a new GSI with a different name", warning, StringComparison.Ordinal);
        Assert.Contains("which DynamoDB cannot do to an index that exists", warning, StringComparison.Ordinal);
        Assert.Equal(["by-status ACTIVE", "by-status-v2 ACTIVE"], await table.IndexesAsync());

        // What comes after is no longer about it.
        await table.UndoAsync(table.StackOptions);
        Assert.Single(table.Audience.Warnings);
    }

    [Fact]
    public async Task AStackThatCannotBeUpdatedAfterItIsExplainedToo()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 1, template: IndexedTable.Yaml);
        table.Stack.Plane.Faults.FailRollback("Items", "No.");
        await table.Stack.BeginUpdateAsync(IndexedTable.Yaml.Replace("ProjectionType: KEYS_ONLY", "ProjectionType: ALL", StringComparison.Ordinal));
        await table.Stack.Api.WaitForStackAsync(table.Name, "UPDATE_ROLLBACK_FAILED");

        var error = await IndexedTable.FailAsync("StackNotUpdatable", () => table.StartAsync(table.StackOptions));

        Assert.Contains("Start-DdbIndexMigration (ddbns index start) does so", error.Message, StringComparison.Ordinal);
        Assert.Contains("continue-update-rollback", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProvisionedTableIsToldWhatTheBackfillTakes()
    {
        await using var table = await IndexedTable.CreateAsync(engine, items: 20, change: request =>
        {
            request["BillingMode"] = "PROVISIONED";
            request["ProvisionedThroughput"] = JsonNode.Parse("""{"ReadCapacityUnits":50,"WriteCapacityUnits":40}""");
            request["GlobalSecondaryIndexes"]![0]!["ProvisionedThroughput"] = JsonNode.Parse("""{"ReadCapacityUnits":30,"WriteCapacityUnits":20}""");
        });

        await table.StartAsync();

        Assert.Equal(2, table.Audience.Warnings.Count);
        Assert.Contains("gets the 20 write units that 'by-status' has", table.Audience.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("about 60 are advised", table.Audience.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("Application Auto Scaling", table.Audience.Warnings[1], StringComparison.Ordinal);
        await table.AssertProvenAsync();
    }

    private static Task ReadAsync(IndexedTable table, string index) => table.Stack.Api.JsonAsync(
        "dynamodb", "DynamoDB_20120810.Query",
        new JsonObject
        {
            ["TableName"] = table.Name,
            ["IndexName"] = index,
            ["KeyConditionExpression"] = "#s = :s",
            ["ExpressionAttributeNames"] = new JsonObject { ["#s"] = "status" },
            ["ExpressionAttributeValues"] = new JsonObject { [":s"] = new JsonObject { ["S"] = "open" } },
        });

    private static async Task AssertUntouchedAsync(IndexedTable table)
    {
        Assert.Equal(0, table.Proxy.Log.Count("UpdateTable"));
        Assert.Equal(["by-status ACTIVE"], await table.IndexesAsync());
        Assert.Empty(table.Audience.Asked);
    }
}
