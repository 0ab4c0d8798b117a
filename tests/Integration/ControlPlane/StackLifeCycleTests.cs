using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane;
using Xunit;

namespace DynamoNamespace.Tests.Integration.ControlPlane;

/// <summary>A stack of the local control plane comes to be, changes by a change set, and goes, with its table in the engine.</summary>
public sealed class StackLifeCycleTests(ControlPlaneFixture fixture) : IClassFixture<ControlPlaneFixture>
{
    private readonly string _stack = ControlPlaneFixture.NewName();

    private ControlPlaneClient Client => fixture.Client;

    [Fact]
    public async Task AStackIsMadeWithItsTablePoliciesAndOutputs()
    {
        await Client.CreateStackAsync(_stack, ControlPlaneFixture.Template);

        var outputs = (await Client.StackAsync(_stack)).Element("Outputs")!.Elements("member").ToDictionary(o => o.Element("OutputKey")!.Value, o => o.Element("OutputValue")!.Value, StringComparer.Ordinal);
        Assert.Equal(_stack, outputs["TableName"]);
        Assert.Equal($"arn:aws:dynamodb:us-east-1:123456789012:table/{_stack}", outputs["TableArn"]);
        Assert.Equal($"{_stack}-aggregator", outputs["AggregatorFunctionName"]);
        var table = (await TableAsync())["Table"]!;
        Assert.Equal(["GSI1", "GSI2", "GSI3"], table["GlobalSecondaryIndexes"]!.AsArray().Select(i => i!["IndexName"]!.GetValue<string>()).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("ENABLED", (await DynamoDbAsync("DescribeTimeToLive"))["TimeToLiveDescription"]!["TimeToLiveStatus"]!.GetValue<string>());
        Assert.Equal("ENABLED", (await DynamoDbAsync("DescribeContinuousBackups"))["ContinuousBackupsDescription"]!["PointInTimeRecoveryDescription"]!["PointInTimeRecoveryStatus"]!.GetValue<string>());
        Assert.NotNull(await Client.IamAsync("GetPolicy", [("PolicyArn", $"arn:aws:iam::123456789012:policy/{_stack}-acq")]));
        var template = await Client.CloudFormationAsync("GetTemplate", [("StackName", _stack)]);
        Assert.Equal(ControlPlaneFixture.Template, template.Descendants("TemplateBody").Single().Value);
    }

    [Fact]
    public async Task AChangeSetAddsAnIndexThatIsBackfilledWhileTheStackIsUpdating()
    {
        await Client.CreateStackAsync(_stack, ControlPlaneFixture.Template);
        await PutAsync(30);
        var changeSet = await Client.ChangeSetAsync(_stack, "add-gsi4", StackTemplates.WithIndexes("GSI4"));
        Assert.Equal("AVAILABLE", changeSet.Element("ExecutionStatus")!.Value);
        var (changes, pages) = await Client.ChangesAsync(_stack, "add-gsi4");
        var table = changes.Single(change => change.Element("LogicalResourceId")!.Value == "RateLimitsTable");
        Assert.Equal("Modify False", $"{table.Element("Action")!.Value} {table.Element("Replacement")!.Value}");
        // CloudFormation does not foresee that the table's ARN stays, so what depends on it is listed too.
        Assert.Contains(changes, change => change.Element("LogicalResourceId")!.Value == "AcquireOnlyPolicy" && change.Descendants("Evaluation").Single().Value == "Dynamic");
        Assert.True(pages > 1, "The changes came on one page, so no client was made to follow the token.");

        await Client.CloudFormationAsync("ExecuteChangeSet", [("StackName", _stack), ("ChangeSetName", "add-gsi4")]);
        var seen = await WatchAsync();

        Assert.Contains("UPDATE_IN_PROGRESS UPDATING CREATING True", seen, StringComparer.Ordinal);
        Assert.Contains("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ACTIVE ACTIVE ", seen, StringComparer.Ordinal);
        Assert.Equal("UPDATE_COMPLETE ACTIVE ACTIVE ", seen[^1]);
        Assert.Equal(30, Index(await TableAsync())!["ItemCount"]!.GetValue<int>());
        Assert.Equal(
            ["STACK UPDATE_IN_PROGRESS", "RateLimitsTable UPDATE_IN_PROGRESS", "RateLimitsTable UPDATE_COMPLETE", "STACK UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "STACK UPDATE_COMPLETE"],
            await Client.EventsAsync(_stack));
    }

    [Fact]
    public async Task AStackWhoseCreationFailsIsRolledBackAndCanOnlyBeDeleted()
    {
        // The role of the aggregator is there already.
        await Client.CreateRoleAsync($"{_stack}-aggr");
        var failure = await Assert.ThrowsAsync<ControlPlaneException>(() => Client.CreateStackAsync(_stack, ControlPlaneFixture.Template));

        Assert.StartsWith($"The stack '{_stack}' is ROLLBACK_", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"Role with name {_stack}-aggr already exists.", failure.Message, StringComparison.Ordinal);
        await Client.WaitForStackAsync(_stack, "ROLLBACK_COMPLETE");
        Assert.Equal("ResourceNotFoundException", (await Assert.ThrowsAsync<ControlPlaneException>(TableAsync)).Code);
        var refused = await Assert.ThrowsAsync<ControlPlaneException>(() => Client.UpdateStackAsync(_stack, StackTemplates.WithIndexes("GSI4")));
        Assert.EndsWith("is in ROLLBACK_COMPLETE state and can not be updated.", refused.Message, StringComparison.Ordinal);
        await Client.CloudFormationAsync("DeleteStack", [("StackName", _stack)]);
    }

    [Fact]
    public async Task AnAttributeThatAResourceDoesNotHaveFailsTheUpdateAndIsRolledBack()
    {
        await Client.CreateStackAsync(_stack, ControlPlaneFixture.Template);
        const string place = "\nOutputs:\n";
        var wrong = StackTemplates.Replace(place, place + "  Wrong:\n    Value: !GetAtt RateLimitsTable.Colour\n");
        await Client.UpdateStackAsync(_stack, wrong);
        await Client.WaitForStackAsync(_stack, "UPDATE_ROLLBACK_COMPLETE");
        Assert.DoesNotContain((await Client.StackAsync(_stack)).Descendants("OutputKey"), output => output.Value == "Wrong");
    }

    [Fact]
    public async Task ADeletedStackTakesItsTableAlongAndIsFoundByItsIdOnly()
    {
        await Client.CreateStackAsync(_stack, ControlPlaneFixture.Template);
        var id = (await Client.StackAsync(_stack)).Element("StackId")!.Value;
        await Client.CloudFormationAsync("DeleteStack", [("StackName", _stack)]);
        await Client.WaitForStackAsync(id, "DELETE_COMPLETE");

        var gone = await Assert.ThrowsAsync<ControlPlaneException>(() => Client.StackAsync(_stack));
        Assert.Equal($"DescribeStacks was refused with 400 ValidationError: Stack with id {_stack} does not exist", gone.Message);
        Assert.Equal("ResourceNotFoundException", (await Assert.ThrowsAsync<ControlPlaneException>(TableAsync)).Code);
    }

    [Fact]
    public async Task EventsComeAHundredAPageTheNewestFirst()
    {
        await Client.CreateStackAsync(_stack, ControlPlaneFixture.Template);
        for (var i = 0; i < 12; i++)
        {
            await Client.UpdateStackAsync(_stack, ControlPlaneFixture.Template, ("Parameters.member.1.ParameterKey", "WithAggregator"), ("Parameters.member.1.ParameterValue", i % 2 == 0 ? "false" : "true"));
            await Client.WaitForStackAsync(_stack, "UPDATE_COMPLETE");
        }

        var first = await Client.CloudFormationAsync("DescribeStackEvents", [("StackName", _stack)]);
        var second = await Client.CloudFormationAsync("DescribeStackEvents", [("StackName", _stack), ("NextToken", first.Descendants("NextToken").Single().Value)]);
        var times = first.Descendants("Timestamp").Concat(second.Descendants("Timestamp")).Select(t => t.Value).ToList();
        Assert.Equal(100, first.Descendants("member").Count());
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times, StringComparer.Ordinal);
        Assert.Empty(first.Descendants("EventId").Select(e => e.Value).Intersect(second.Descendants("EventId").Select(e => e.Value), StringComparer.Ordinal));
    }

    /// <summary>What there is to see of an update that makes an index. On a busy machine, states would pass too soon.</summary>
    private async Task<List<string>> WatchAsync()
    {
        var seen = new List<string>();
        var filling = fixture.Plane.Hold("GSI4 CREATING");
        IDisposable? cleaning = null;
        while (true)
        {
            var status = (await Client.StackAsync(_stack)).Element("StackStatus")!.Value;
            var table = await TableAsync();
            var index = Index(table);
            var state = $"{status} {table["Table"]!["TableStatus"]} {index?["IndexStatus"]} {(index?["Backfilling"] is null ? "" : "True")}";
            if (seen.Count == 0 || seen[^1] != state)
                seen.Add(state);
            if (index?["Backfilling"] is not null)
            {
                cleaning ??= fixture.Plane.Hold(DeploymentHolds.Stack);
                filling.Dispose();
            }

            if (status == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
                cleaning?.Dispose();
            if (status == "UPDATE_COMPLETE")
                return seen;
            await Task.Delay(3);
        }
    }

    private static JsonNode? Index(JsonObject table) =>
        table["Table"]!["GlobalSecondaryIndexes"]!.AsArray().FirstOrDefault(i => i!["IndexName"]!.GetValue<string>() == "GSI4");

    private Task<JsonObject> TableAsync() => DynamoDbAsync("DescribeTable");

    private Task<JsonObject> DynamoDbAsync(string action) =>
        Client.JsonAsync("dynamodb", $"DynamoDB_20120810.{action}", new JsonObject { ["TableName"] = _stack });

    private async Task PutAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Client.JsonAsync("dynamodb", "DynamoDB_20120810.PutItem", new JsonObject
            {
                ["TableName"] = _stack,
                ["Item"] = JsonNode.Parse($$$"""{"PK":{"S":"ENTITY#{{{i}}}"},"SK":{"S":"#META"},"GSI4PK":{"S":"a7x3kq"}}"""),
            });
        }
    }
}
