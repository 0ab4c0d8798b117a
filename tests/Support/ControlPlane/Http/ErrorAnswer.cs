using System.Text.Json.Nodes;
using System.Xml.Linq;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>An error in the form of the protocol that the request came in.</summary>
internal static class ErrorAnswer
{
    public static ProxiedResponse Of(AwsRequest request, AwsException error) => request.Protocol switch
    {
        AwsProtocol.Query => Query(request, error),
        AwsProtocol.Json => Json(request, error),
        AwsProtocol.RestJson => RestJson(request, error),
        _ => S3(request, error),
    };

    private static ProxiedResponse Query(AwsRequest request, AwsException error)
    {
        XNamespace ns = QueryNamespaces.Of(request.Service);
        return Answer.Xml(request, new XElement(ns + "ErrorResponse",
            new XElement(ns + "Error",
                new XElement(ns + "Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement(ns + "Code", error.Code),
                new XElement(ns + "Message", error.Message)),
            new XElement(ns + "RequestId", request.Id)), error.Status);
    }

    private static ProxiedResponse Json(AwsRequest request, AwsException error) => Answer.Json(request, new JsonObject
    {
        ["__type"] = request.Service == "dynamodb" ? $"{JsonNamespace(error.Code)}#{error.Code}" : error.Code,
        // Newer clients read either spelling; AccessDeniedException has always been sent with a capital.
        [error.Code == "AccessDeniedException" ? "Message" : "message"] = error.Message,
    }, error.Status);

    private static string JsonNamespace(string code) =>
        code is "AccessDeniedException" or "MissingAuthenticationTokenException" or "InvalidSignatureException" or "ThrottlingException" or "ValidationException"
            ? "com.amazon.coral.service"
            : "com.amazonaws.dynamodb.v20120810";

    private static ProxiedResponse RestJson(AwsRequest request, AwsException error)
    {
        var answer = Answer.Json(request, new JsonObject { ["Type"] = "User", ["Message"] = error.Message }, error.Status);
        return answer with
        {
            Headers = new Dictionary<string, string>(answer.Headers, StringComparer.OrdinalIgnoreCase) { ["x-amzn-ErrorType"] = error.Code },
        };
    }

    private static ProxiedResponse S3(AwsRequest request, AwsException error)
    {
        var answer = Answer.Xml(request, new XElement("Error",
            new XElement("Code", error.Code),
            new XElement("Message", error.Message),
            new XElement("Resource", request.Head.Path),
            new XElement("RequestId", request.Id)), error.Status);
        return request.Head.Method == "HEAD" ? answer with { Body = default } : answer;
    }
}
