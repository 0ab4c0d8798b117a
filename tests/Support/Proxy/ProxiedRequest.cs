using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>A request on its way to the engine.</summary>
/// <param name="Number">Its place among all requests of the proxy, from 1.</param>
/// <param name="NumberOfOperation">Its place among those of the same operation, from 1.</param>
/// <param name="Operation">The name after the dot of <c>X-Amz-Target</c>, as <c>Scan</c>; empty without that header.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Headers">The headers, by name in any case.</param>
/// <param name="Body">The body as it came.</param>
public sealed record ProxiedRequest(
    int Number, int NumberOfOperation, string Operation, string Method, string Path,
    IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public JsonObject Json() => DynamoJson.Parse(Body.Span);
}
