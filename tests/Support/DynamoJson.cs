using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Support;

/// <summary>
/// Reads and writes DynamoDB JSON. The serializer's default depth of 64 is too little: 32 levels of lists and maps,
/// which DynamoDB allows, are 64 levels of JSON before the request around them.
/// </summary>
public static class DynamoJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    public static JsonObject Parse(ReadOnlySpan<byte> utf8) => JsonNode.Parse(utf8, documentOptions: Options)!.AsObject();

    public static JsonObject Parse(string text) => JsonNode.Parse(text, documentOptions: Options)!.AsObject();

    public static ReadOnlyMemory<byte> Serialize(JsonObject value) => Write(json => value.WriteTo(json));

    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(16 * 1024);
        using var json = new Utf8JsonWriter(bytes);
        write(json);
        json.Flush();
        return bytes.WrittenMemory;
    }
}
