using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support.Proxy;

/// <summary>An answer on its way to the client.</summary>
public sealed record ProxiedResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    private static readonly Dictionary<string, string> JsonHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Content-Type"] = "application/x-amz-json-1.0",
        ["x-amzn-RequestId"] = "made-up-by-the-proxy",
    };

    public static ProxiedResponse Of(int statusCode, JsonObject body) =>
        new(statusCode, JsonHeaders, DynamoJson.Serialize(body));

    /// <summary>An error as DynamoDB words it.</summary>
    public static ProxiedResponse Error(int statusCode, string errorType, string message) => Of(statusCode, new JsonObject
    {
        ["__type"] = $"com.amazonaws.dynamodb.v20120810#{errorType}",
        ["message"] = message,
    });

    /// <summary>How many bytes of the body arrive before the connection is reset; null where all arrive.</summary>
    public int? BytesBeforeReset { get; init; }

    /// <summary>What Content-Length says where it is not the body's length: an answer to HEAD has no body. Null elsewhere.</summary>
    public int? DeclaredLength { get; init; }

    public JsonObject Json() => DynamoJson.Parse(Body.Span);

    /// <summary>The same answer with another body. The checksum header goes: clients check it against the body.</summary>
    public ProxiedResponse WithJson(JsonObject body) => WithBody(DynamoJson.Serialize(body));

    /// <inheritdoc cref="WithJson"/>
    public ProxiedResponse WithBody(ReadOnlyMemory<byte> body) => this with
    {
        Headers = Headers.Where(h => !h.Key.Equals("x-amz-crc32", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase),
        Body = body,
    };
}
