using System.Text.Json;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>A value in a JSON document that knows where it stands, so that an error can say so.</summary>
internal sealed class JsonPlace(JsonElement element, string path, string origin)
{
    /// <summary>The last name in the path.</summary>
    public string Name { get; private init; } = "";

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public DdbException Error(string problem) => new("MappingInvalid", DdbErrorKind.InvalidArgument, origin,
        $"The mapping '{origin}' has an error at {(path.Length == 0 ? "its top" : path)}: {problem}. Nothing was changed.");

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
        return element.EnumerateArray().Select((value, index) => new JsonPlace(value, $"{path}[{index}]", origin));
    }

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Error("a text is expected");

    public string NonEmptyText() => Text() is { Length: > 0 } text ? text : throw Error("the text is empty");

    public bool Boolean() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error("true or false is expected"),
    };

    private JsonPlace Member(string name, JsonElement value) =>
        new(value, path.Length == 0 ? name : $"{path}.{name}", origin) { Name = name };
}
