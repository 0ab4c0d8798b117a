using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html</summary>
internal sealed class TableResource(DynamoDbService dynamoDb) : IResourceType
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(15);

    public IReadOnlySet<string> ReplacedBy { get; } = new HashSet<string>(["TableName", "KeySchema", "LocalSecondaryIndexes", "ImportSourceSpecification"], StringComparer.Ordinal);

    public string? NameProperty => "TableName";

    public async Task<ResourceIdentity> CreateAsync(ResourceRequest request, CancellationToken cancellationToken)
    {
        var table = new ResourceTable(dynamoDb, request.Stack.Region, request.Name("TableName"));
        await table.CallAsync("CreateTable", TableProperties.ToCreateTable(request.Properties), cancellationToken);
        await WaitAsync(table, cancellationToken);
        await TagAsync(table, request, cancellationToken);
        await ApplySettingsAsync(table, [], request.Properties, cancellationToken);
        return await IdentityAsync(table, cancellationToken);
    }

    public async Task<ResourceIdentity> UpdateAsync(ResourceRequest request, JsonObject before, CancellationToken cancellationToken)
    {
        var table = new ResourceTable(dynamoDb, request.Stack.Region, request.PhysicalId);
        var indexes = IndexUpdate.Of(before, request.Properties);
        foreach (var update in TableProperties.ToUpdates(before, request.Properties))
        {
            await table.CallAsync("UpdateTable", update, cancellationToken);
            await WaitAsync(table, cancellationToken);
        }

        if (indexes is not null)
        {
            await table.CallAsync("UpdateTable", indexes, cancellationToken);
            await WaitAsync(table, cancellationToken);
        }

        await ApplySettingsAsync(table, before, request.Properties, cancellationToken);
        return await IdentityAsync(table, cancellationToken);
    }

    public Task DeleteAsync(ResourceRequest request, CancellationToken cancellationToken) =>
        new ResourceTable(dynamoDb, request.Stack.Region, request.PhysicalId).CallAsync("DeleteTable", [], cancellationToken);

    /// <summary>CloudFormation is done with a table when the table and all its indexes are ACTIVE.</summary>
    private static async Task WaitAsync(ResourceTable table, CancellationToken cancellationToken)
    {
        while (!IsActive(await table.DescribeAsync(cancellationToken)))
            await Task.Delay(Poll, cancellationToken);
    }

    private static bool IsActive(JsonObject table) => Text(table["TableStatus"]) == "ACTIVE"
        && (table["GlobalSecondaryIndexes"] as JsonArray ?? []).All(index => Text(index!["IndexStatus"]) == "ACTIVE");

    private static async Task ApplySettingsAsync(ResourceTable table, JsonObject before, JsonObject after, CancellationToken cancellationToken)
    {
        if (!JsonText.Same(before["TimeToLiveSpecification"], after["TimeToLiveSpecification"])
            && TableProperties.TimeToLive(before, after) is { } timeToLive)
        {
            await table.CallAsync("UpdateTimeToLive", new JsonObject { ["TimeToLiveSpecification"] = timeToLive }, cancellationToken);
        }

        if (!JsonText.Same(before["PointInTimeRecoverySpecification"], after["PointInTimeRecoverySpecification"]))
            await table.CallAsync("UpdateContinuousBackups", new JsonObject { ["PointInTimeRecoverySpecification"] = TableProperties.Recovery(after) }, cancellationToken);
        if (before.Count > 0 && !JsonText.Same(before["Tags"], after["Tags"]))
            await table.RetagAsync(before["Tags"] as JsonArray ?? [], after["Tags"] as JsonArray ?? [], cancellationToken);
    }

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html</summary>
    private static async Task TagAsync(ResourceTable table, ResourceRequest request, CancellationToken cancellationToken) => await table.RetagAsync(
        [],
        [
            new JsonObject { ["Key"] = "aws:cloudformation:stack-name", ["Value"] = request.Stack.Name },
            new JsonObject { ["Key"] = "aws:cloudformation:stack-id", ["Value"] = request.Stack.Id },
            new JsonObject { ["Key"] = "aws:cloudformation:logical-id", ["Value"] = request.LogicalId },
        ],
        cancellationToken);

    private static async Task<ResourceIdentity> IdentityAsync(ResourceTable table, CancellationToken cancellationToken)
    {
        var description = await table.DescribeAsync(cancellationToken);
        var arn = ("Arn", Text(description["TableArn"]));
        return description["LatestStreamArn"] is { } stream
            ? ResourceIdentity.Of(table.Name, arn, ("StreamArn", Text(stream)))
            : ResourceIdentity.Of(table.Name, arn);
    }

    private static string Text(JsonNode? node) => JsonText.Of(node);
}
