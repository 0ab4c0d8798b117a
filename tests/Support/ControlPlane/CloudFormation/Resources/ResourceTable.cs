using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

namespace DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Resources;

/// <summary>A stack's table in DynamoDB.</summary>
internal sealed record ResourceTable(DynamoDbService DynamoDb, string Region, string Name)
{
    public Task<JsonObject> CallAsync(string action, JsonObject body, CancellationToken cancellationToken)
    {
        body["TableName"] = Name;
        return DynamoDb.CallAsync(Region, action, body, cancellationToken);
    }

    public async Task<JsonObject> DescribeAsync(CancellationToken cancellationToken) =>
        (await CallAsync("DescribeTable", [], cancellationToken))["Table"]!.AsObject();

    public async Task RetagAsync(JsonArray before, JsonArray after, CancellationToken cancellationToken)
    {
        var arn = (await DescribeAsync(cancellationToken))["TableArn"]!;
        var kept = after.Select(tag => JsonText.Of(tag!["Key"])).ToHashSet(StringComparer.Ordinal);
        var gone = before.Select(tag => JsonText.Of(tag!["Key"])).Where(key => !kept.Contains(key)).Select(key => (JsonNode)key).ToArray();
        if (gone.Length > 0)
            await DynamoDb.CallAsync(Region, "UntagResource", new JsonObject { ["ResourceArn"] = arn.DeepClone(), ["TagKeys"] = new JsonArray(gone) }, cancellationToken);
        if (after.Count > 0)
            await DynamoDb.CallAsync(Region, "TagResource", new JsonObject { ["ResourceArn"] = arn.DeepClone(), ["Tags"] = after.DeepClone() }, cancellationToken);
    }
}
