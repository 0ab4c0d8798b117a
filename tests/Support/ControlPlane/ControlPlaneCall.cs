using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.ControlPlane;

/// <summary>One call, as it came over the wire and as it was answered.</summary>
/// <param name="Service">The signing name, as <c>cloudformation</c>.</param>
/// <param name="Action">The operation, as <c>CreateChangeSet</c>.</param>
/// <param name="Region">The region in the signature's scope.</param>
/// <param name="Parameters">The members of a query form or of the address; empty for JSON.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Headers">The headers, by name in any case.</param>
/// <param name="Body">The body as it came; where it came in signed chunks, what they hold.</param>
/// <param name="StatusCode">The answer's HTTP status.</param>
/// <param name="ErrorCode">The code of the error that it was answered with, or null.</param>
public sealed record ControlPlaneCall(
    string Service, string Action, string Region, IReadOnlyDictionary<string, string> Parameters, string Method, string Path,
    IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, int StatusCode, string? ErrorCode)
{
    public JsonObject Json() => DynamoJson.Parse(Body.Span);
}
