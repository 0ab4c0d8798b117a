using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Faults;

/// <summary>What a request needs permission for: the IAM action and the resource, as refusals name them.</summary>
internal static class RequestedAction
{
    private static readonly HashSet<string> ItemCalls = new(
        [
            "dynamodb:Scan", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
            "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:TransactWriteItems", "dynamodb:TransactGetItems",
            "dynamodb:ExecuteStatement", "dynamodb:BatchExecuteStatement", "dynamodb:ExecuteTransaction", "dynamodb:GetRecords",
        ],
        StringComparer.Ordinal);

    public static string Of(AwsRequest request) => $"{request.Service}:{request.Action}";

    public static bool IsItemCall(string action) => ItemCalls.Contains(action);

    public static string Resource(AwsRequest request)
    {
        var parameters = request.Parameters;
        return request.Service switch
        {
            "cloudformation" when parameters.Text("StackName") is { } stack =>
                stack.StartsWith("arn:", StringComparison.Ordinal) ? stack : Account.Arn("cloudformation", request.Region, $"stack/{stack}/*"),
            "iam" when parameters.Text("PolicySourceArn") is { } source => source,
            "iam" when parameters.Text("RoleName") is { } role => $"role {role}",
            "iam" when parameters.Text("UserName") is { } user => $"user {user}",
            "iam" when parameters.Text("GroupName") is { } group => $"group {group}",
            "iam" when parameters.Text("PolicyArn") is { } policy => $"policy {policy}",
            "dynamodb" when request.Json()["TableName"]?.GetValue<string>() is { } table => Account.Arn("dynamodb", request.Region, $"table/{table}"),
            "logs" when request.Json()["logGroupName"]?.GetValue<string>() is { } group => Account.Arn("logs", request.Region, $"log-group:{group}:log-stream:"),
            "lambda" => Account.Arn("lambda", request.Region, $"function:{request.Head.Path.Split('/').ElementAtOrDefault(3)}"),
            "s3" => $"\"arn:aws:s3:::{request.Head.Path.Split('?')[0].Trim('/')}\"",
            _ => "*",
        };
    }
}
