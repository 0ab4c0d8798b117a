using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.DynamoDb;

/// <summary>A request as a client would send it, for calls from within.</summary>
internal static class InternalRequest
{
    public static AwsRequest Of(string region, string action, JsonObject body)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["X-Amz-Target"] = $"DynamoDB_20120810.{action}",
            ["X-Amz-Date"] = DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'"),
            ["Content-Type"] = "application/x-amz-json-1.0",
            ["Authorization"] = $"AWS4-HMAC-SHA256 Credential={Account.AccessKeyId}/20250101/{region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        };
        return new AwsRequest(
            "dynamodb", AwsProtocol.Json, action, new CredentialScope(Account.AccessKeyId, region, "dynamodb"), QueryParameters.Empty,
            new HttpRequestHead("POST", "/", headers), DynamoJson.Serialize(body));
    }
}
