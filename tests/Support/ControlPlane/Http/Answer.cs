using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>Answers in the forms of AWS's protocols.</summary>
internal static class Answer
{
    public static ProxiedResponse Xml(AwsRequest request, XElement root, int status = 200) =>
        new(status, Headers("text/xml", request.Id), Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting)));

    public static ProxiedResponse Json(AwsRequest request, JsonObject body, int status = 200) =>
        new(status, Headers(JsonType(request), request.Id), DynamoJson.Serialize(body));

    public static Dictionary<string, string> Headers(string contentType, string requestId) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Type"] = contentType,
        ["x-amzn-RequestId"] = requestId,
        ["Date"] = DateTimeOffset.UtcNow.ToString("r"),
    };

    private static string JsonType(AwsRequest request) => request.Service switch
    {
        "dynamodb" => "application/x-amz-json-1.0",
        "logs" => "application/x-amz-json-1.1",
        _ => "application/json",
    };
}
