using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>The calls about tables, with AWS's rules for changing indexes of a table that exists.</summary>
internal sealed class TableCalls(
    IndexBuilds builds,
    IndexCounts counts,
    Func<AwsRequest, CancellationToken, Task<ProxiedResponse>> forward,
    Func<string, string, CancellationToken, Task<JsonObject>> describe)
{
    public async Task<ProxiedResponse> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var body = request.Json();
        var table = body["TableName"]?.GetValue<string>() ?? "";
        var change = request.Action == "UpdateTable" ? IndexChange.Of(body) : null;
        // An index that is being filled may be given up.
        if (request.Action is "UpdateTable" or "DeleteTable" && builds.Find(table) is { } build
            && !(change is { IsDeletion: true } && build.Deleted is null && change.IndexName == build.IndexName))
        {
            throw InUse(table);
        }

        var removed = change is { IsDeletion: true } ? await FindIndexAsync(request.Region, table, change.IndexName, cancellationToken) : null;
        var response = await forward(request, cancellationToken);
        if (response.StatusCode >= 400)
            return response;

        Record(request.Action, table, change, removed);
        var answer = response.Json();
        var description = (answer["Table"] ?? answer["TableDescription"])!.AsObject();
        builds.Show(description);
        await counts.ShowAsync(request.Region, description, cancellationToken);
        return response.WithJson(answer);
    }

    private void Record(string action, string table, IndexChange? change, JsonObject? removed)
    {
        if (action == "DeleteTable")
            counts.Forget(table);
        if (change is null)
            return;
        if (removed is not null)
        {
            builds.BeginDeletion(table, change.IndexName, removed);
            return;
        }

        builds.Begin(table, change.IndexName);
        counts.Await(table, change.IndexName);
    }

    private async Task<JsonObject?> FindIndexAsync(string region, string table, string index, CancellationToken cancellationToken)
    {
        var description = await describe(region, table, cancellationToken);
        return (description["GlobalSecondaryIndexes"] as JsonArray)?.FirstOrDefault(i => i!["IndexName"]!.GetValue<string>() == index)?.DeepClone().AsObject();
    }

    private static AwsException InUse(string table) =>
        new("ResourceInUseException", $"Attempt to change a resource which is still in use: Table is being updated: {table}");
}
