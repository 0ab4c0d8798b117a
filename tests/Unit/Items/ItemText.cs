using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Goes between an item's text, the engine's item, and the plain JSON that the expectations are written in.</summary>
internal static class ItemText
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    public static Item Parse(string json) => ItemReader.Parse(Encoding.UTF8.GetBytes(json));

    public static Item Parse(string json, ItemBlock block) => ItemReader.Parse(Encoding.UTF8.GetBytes(json), block);

    public static Item Of(JsonObject item) => Parse(Write(item));

    public static Item Of(JsonObject item, ItemBlock block) => Parse(Write(item), block);

    /// <summary>The item's JSON as DynamoDB writes it: nothing is escaped that need not be, as a '+' in a number.</summary>
    public static string Write(JsonObject item) => item.ToJsonString(Unescaped);

    public static JsonObject Json(in Item item) => DynamoJson.Parse(item.Json);

    /// <summary>A whole body that was written into a block.</summary>
    public static JsonObject Plain(ItemBlock body) => DynamoJson.Parse(body.Written.Span);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
