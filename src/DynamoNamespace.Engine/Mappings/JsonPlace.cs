using System.Text.Json;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>A value in a JSON document that knows where it stands, so that an error can say so.</summary>
internal sealed class JsonPlace(JsonElement element, string path, string origin, DocumentKind kind)
{
    private static readonly JsonDocumentOptions JsonOptions = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The last name in the path.</summary>
    public string Name { get; private init; } = "";

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>The value as it stands in the document, comments included.</summary>
    public string RawText => element.GetRawText();

    /// <summary>Reads a document, which may hold comments and trailing commas.</summary>
    public static T Read<T>(string text, string origin, DocumentKind kind, Func<JsonPlace, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(text, JsonOptions);
            return read(new JsonPlace(json.RootElement, "", origin, kind));
        }
        catch (JsonException error)
        {
            throw new DdbException(kind.NotJsonId, DdbErrorKind.InvalidArgument, origin,
                $"The {kind.Noun} '{origin}' is no valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {error.Message} Nothing was changed.", error);
        }
    }

    public DdbException Error(string problem) => new(kind.InvalidId, DdbErrorKind.InvalidArgument, origin,
        $"The {kind.Noun} '{origin}' has an error at {(path.Length == 0 ? "its top" : path)}: {problem}. Nothing was changed.");

    public void AllowOnly(params string[] names)
    {
        foreach (var member in Members())
        {
            if (Array.IndexOf(names, member.Name) < 0)
                throw member.Error($"'{member.Name}' is not known here; known are {string.Join(", ", names)}");
        }
    }

    public JsonPlace Require(string name) => Optional(name) ?? throw Error($"'{name}' is missing");

    public JsonPlace? Optional(string name)
    {
        if (!IsObject)
            throw Error("an object is expected");
        return element.TryGetProperty(name, out var value) ? Member(name, value) : null;
    }

    public IEnumerable<JsonPlace> Members()
    {
        if (!IsObject)
            throw Error("an object is expected");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return element.EnumerateObject().Select(member => seen.Add(member.Name)
            ? Member(member.Name, member.Value)
            : throw Member(member.Name, member.Value).Error("it is written twice"));
    }

    public IEnumerable<JsonPlace> Elements()
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw Error("a list is expected");
        return element.EnumerateArray().Select((value, index) => new JsonPlace(value, $"{path}[{index}]", origin, kind));
    }

    /// <summary>The texts of a list, each written once.</summary>
    public IReadOnlyList<string> DistinctTexts(Func<JsonPlace, string> read)
    {
        var texts = new List<string>();
        foreach (var place in Elements())
        {
            var text = read(place);
            texts.Add(texts.Contains(text, StringComparer.Ordinal) ? throw place.Error($"'{text}' is written twice") : text);
        }

        return texts.Count > 0 ? texts : throw Error("the list is empty");
    }

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Error("a text is expected");

    public string NonEmptyText() => Text() is { Length: > 0 } text ? text : throw Error("the text is empty");

    public bool Boolean() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error("true or false is expected"),
    };

    public double PositiveNumber() => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && number > 0
        ? number
        : throw Error("a number above 0 is expected");

    public int WholeNumber(int minimum, int maximum) => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= minimum && number <= maximum
        ? number
        : throw Error(FormattableString.Invariant($"a whole number from {minimum} to {maximum} is expected"));

    /// <summary>The places below this one whose text begins so.</summary>
    public IEnumerable<string> TextsThatBeginWith(string beginning)
    {
        if (element.ValueKind == JsonValueKind.String)
            return Text().StartsWith(beginning, StringComparison.Ordinal) ? [path] : [];
        return (IsObject ? Members() : element.ValueKind == JsonValueKind.Array ? Elements() : []).SelectMany(place => place.TextsThatBeginWith(beginning));
    }

    private JsonPlace Member(string name, JsonElement value) =>
        new(value, path.Length == 0 ? name : $"{path}.{name}", origin, kind) { Name = name };
}
