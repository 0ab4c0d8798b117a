using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Reads JSON into the same nodes as YAML; every collection is a flow collection.</summary>
internal static class JsonTemplateReader
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TemplateNode Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = TemplateDocument.MaximumDepth });
        var places = new PlaceCounter(bytes);
        reader.Read();
        var root = ReadNode(ref reader, places);
        // Anything behind the value throws.
        while (reader.Read())
            continue;
        return root;
    }

    private static TemplateNode ReadNode(ref Utf8JsonReader reader, PlaceCounter places) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, places),
        JsonTokenType.StartArray => ReadArray(ref reader, places),
        _ => ReadScalar(ref reader, places),
    };

    private static TemplateNode ReadObject(ref Utf8JsonReader reader, PlaceCounter places)
    {
        var start = places.At((int)reader.TokenStartIndex);
        List<TemplateMember> members = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            // The reader counts the colon as a part of the name.
            var key = ReadScalar(ref reader, places);
            reader.Read();
            members.Add(new(key, ReadNode(ref reader, places)));
        }

        return new() { Kind = TemplateNodeKind.Mapping, Start = start, End = places.At((int)reader.BytesConsumed), IsFlow = true, Members = members };
    }

    private static TemplateNode ReadArray(ref Utf8JsonReader reader, PlaceCounter places)
    {
        var start = places.At((int)reader.TokenStartIndex);
        List<TemplateNode> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadNode(ref reader, places));
        return new() { Kind = TemplateNodeKind.Sequence, Start = start, End = places.At((int)reader.BytesConsumed), IsFlow = true, Items = items };
    }

    private static TemplateNode ReadScalar(ref Utf8JsonReader reader, PlaceCounter places)
    {
        var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        var start = (int)reader.TokenStartIndex;
        var length = reader.ValueSpan.Length + (isText ? 2 : 0);
        return new()
        {
            Kind = TemplateNodeKind.Scalar,
            Start = places.At(start),
            End = places.At(start + length),
            Value = isText ? ReadText(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan),
            Form = isText ? ScalarForm.Quoted : ScalarForm.Plain,
        };
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair.
            throw new JsonException(error.Message, error);
        }
    }

    /// <summary>Turns the offsets of bytes, asked for in ascending order, into places in the text.</summary>
    private sealed class PlaceCounter(byte[] bytes)
    {
        private int at;
        private int offset;
        private int line;
        private int lineStart;

        public TemplatePoint At(int index)
        {
            for (var next = bytes.AsSpan(at, index - at).IndexOf((byte)'\n'); next >= 0; next = bytes.AsSpan(at, index - at).IndexOf((byte)'\n'))
            {
                offset += Encoding.UTF8.GetCharCount(bytes, at, next + 1);
                at += next + 1;
                line++;
                lineStart = offset;
            }

            offset += Encoding.UTF8.GetCharCount(bytes, at, index - at);
            at = index;
            return new(offset, line, offset - lineStart);
        }
    }
}
