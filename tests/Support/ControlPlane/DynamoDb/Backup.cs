using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>An on-demand backup: what is told of it, with the table's description of that time. The items are not kept.</summary>
internal sealed record Backup(string Arn, string Name, JsonObject Table, DateTimeOffset CreatedAt)
{
    public string TableName => Table["TableName"]!.GetValue<string>();
}
