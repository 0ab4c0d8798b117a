using System.Text;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>Tells which service's API a request calls: by its target header, its form's version, its path, or its signature.</summary>
internal static class AwsRequestParser
{
    private static readonly Dictionary<string, string> QueryServices = new(StringComparer.Ordinal)
    {
        ["2010-05-15"] = "cloudformation",
        ["2010-05-08"] = "iam",
        ["2011-06-15"] = "sts",
        ["2010-08-01"] = "monitoring",
    };

    /// <exception cref="AwsException">It is none of the APIs that are served here.</exception>
    public static AwsRequest Parse(HttpRequestHead head, byte[] body)
    {
        var (path, query) = head.Path.Split('?', 2) is [var before, var after] ? (before, QueryParameters.Parse(after)) : (head.Path, QueryParameters.Empty);
        var scope = CredentialScope.Of(head.Headers.GetValueOrDefault("Authorization"), query);
        var payload = ChunkedPayload.IsChunked(head) ? ChunkedPayload.Decode(body) : body;

        if (head.Headers.GetValueOrDefault("X-Amz-Target") is { } target)
            return Request(TargetService(target), AwsProtocol.Json, head.Operation, query);
        if (path.StartsWith("/2015-03-31/", StringComparison.Ordinal))
            return Request("lambda", AwsProtocol.RestJson, LambdaAction(head.Method, path), query);
        if (scope?.Service == "s3")
            return Request("s3", AwsProtocol.RestXml, S3Action(head.Method, path), query);

        var form = head.Method == "POST" ? QueryParameters.Parse(Encoding.UTF8.GetString(payload)) : query;
        var service = QueryServices.GetValueOrDefault(form.Text("Version") ?? "")
            ?? throw new AwsException("InvalidAction", $"No API that is served here has the version '{form.Text("Version")}'.");
        return Request(service, AwsProtocol.Query, form.Text("Action") ?? throw new AwsException("MissingAction", "The request has no Action."), form);

        AwsRequest Request(string name, AwsProtocol protocol, string action, QueryParameters parameters) =>
            new(name, protocol, action, scope, parameters, head, payload);
    }

    private static string TargetService(string target) => target.Split('.')[0] switch
    {
        "DynamoDB_20120810" or "DynamoDBStreams_20120810" => "dynamodb",
        "Logs_20140328" => "logs",
        _ => throw new AwsException("UnknownOperationException", $"'{target}' is not served here."),
    };

    private static string LambdaAction(string method, string path) => (method, path.Split('/')) switch
    {
        ("GET", ["", _, "functions", _, "configuration"]) => "GetFunctionConfiguration",
        ("GET", ["", _, "functions", _]) => "GetFunction",
        _ => throw new AwsException("UnknownOperationException", $"{method} {path} is not served here.", 404),
    };

    private static string S3Action(string method, string path) => (method, path.Trim('/').Contains('/')) switch
    {
        ("PUT", true) => "PutObject",
        ("GET", true) => "GetObject",
        ("HEAD", true) => "HeadObject",
        ("DELETE", true) => "DeleteObject",
        ("PUT", false) => "CreateBucket",
        ("HEAD", false) => "HeadBucket",
        _ => throw new AwsException("NotImplemented", $"{method} {path} is not served here.", 501),
    };
}
