using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Plans;

/// <summary>Changes one top-level member of a JSON text and leaves every other character, comments too, as it is.</summary>
internal static class JsonTextEdit
{
    /// <summary>Replaces a member's value, or adds the member before the last one.</summary>
    public static string Set(string text, string name, string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var last = -1;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            last = (int)reader.TokenStartIndex;
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isIt)
                return Replace(utf8, start, (int)reader.BytesConsumed, json);
        }

        return last < 0 ? text : Replace(utf8, last, last, $"{JsonSerializer.Serialize(name)}: {json},\n\n  ");
    }

    private static string Replace(byte[] utf8, int start, int end, string json) =>
        Encoding.UTF8.GetString(utf8, 0, start) + json + Encoding.UTF8.GetString(utf8, end, utf8.Length - end);
}
