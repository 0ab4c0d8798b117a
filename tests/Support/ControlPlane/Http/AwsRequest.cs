using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.Proxy;

namespace DynamoNamespace.Tests.Support.ControlPlane.Http;

/// <summary>A call of an AWS API, as far as its HTTP form tells what it is.</summary>
/// <param name="Service">The service's signing name, as <c>cloudformation</c>.</param>
/// <param name="Protocol">The form that the answer takes too.</param>
/// <param name="Action">The operation, as <c>DescribeStacks</c>.</param>
/// <param name="Scope">Who signed it and for what; null for a request that is not signed.</param>
/// <param name="Parameters">The members of a form, or of the address outside the query protocol.</param>
/// <param name="Head">The request line and headers.</param>
/// <param name="Body">The body, taken out of signed chunks.</param>
internal sealed record AwsRequest(
    string Service, AwsProtocol Protocol, string Action, CredentialScope? Scope, QueryParameters Parameters,
    HttpRequestHead Head, ReadOnlyMemory<byte> Body)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public string Region => Scope?.Region ?? "us-east-1";

    /// <exception cref="AwsException">The body is not a JSON object.</exception>
    public JsonObject Json()
    {
        try
        {
            return Body.Length == 0 ? [] : DynamoJson.Parse(Body.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new AwsException("SerializationException", "Start of structure or map found where not expected.");
        }
    }
}
