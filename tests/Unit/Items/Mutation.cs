using System.Text.Json.Nodes;

namespace DynamoNamespace.Tests.Unit.Items;

/// <summary>Makes one real change to a value: what is left is no longer the same value, whichever change it was.</summary>
internal sealed class Mutation(Random random)
{
    /// <summary>A value that differs from the given one in its type, its content, or something nested in it.</summary>
    public JsonObject Of(JsonObject value)
    {
        var (type, content) = value.Single();
        switch (type)
        {
            case "L" when content!.AsArray().Count > 0 && random.Next(2) == 0:
                return Nested(value, content.AsArray());
            case "M" when content!.AsObject().Count > 0 && random.Next(2) == 0:
                return NestedMember(value, content.AsObject());
            default:
                return Change(type, content!);
        }
    }

    private JsonObject Change(string type, JsonNode content) => type switch
    {
        "S" => Pick(Typed("S", content.GetValue<string>() + "x"), Typed("N", "1"), Typed("SS", new JsonArray(content.GetValue<string>()))),
        "N" => Pick(Typed("S", content.GetValue<string>()), Typed("N", NextTo(content.GetValue<string>())), Typed("NS", new JsonArray(content.GetValue<string>()))),
        "B" => Pick(Typed("S", content.GetValue<string>()), Typed("B", Longer(content.GetValue<string>())), Typed("BS", new JsonArray(content.GetValue<string>()))),
        "BOOL" => Pick(Typed("BOOL", !content.GetValue<bool>()), Typed("NULL", true)),
        "NULL" => Pick(Typed("BOOL", true), Typed("S", ""), Typed("M", new JsonObject())),
        "SS" => Pick(Typed("SS", With(content, content.AsArray().Count + " more")), Typed("L", Texts(content, "S"))),
        "NS" => Pick(Typed("NS", With(content, "3.25E+90")), Typed("SS", content.DeepClone())),
        "BS" => Pick(Typed("BS", With(content, "AAECAwQFBgcICQoL")), Typed("SS", content.DeepClone())),
        "L" => Pick(Typed("L", With(content, Typed("NULL", true))), Typed("L", With(content, Typed("L", new JsonArray())))),
        "M" => Pick(Typed("M", WithMember(content)), Typed("L", new JsonArray())),
        _ => throw new NotSupportedException(type),
    };

    private JsonObject Nested(JsonObject value, JsonArray elements)
    {
        var changed = (JsonObject)value.DeepClone();
        var at = random.Next(elements.Count);
        changed["L"]![at] = Of(elements[at]!.AsObject());
        return changed;
    }

    private JsonObject NestedMember(JsonObject value, JsonObject members)
    {
        var changed = (JsonObject)value.DeepClone();
        var name = members.ElementAt(random.Next(members.Count)).Key;
        if (random.Next(4) == 0)
            changed["M"]!.AsObject().Remove(name);
        else
            changed["M"]![name] = Of(members[name]!.AsObject());
        return changed;
    }

    /// <summary>A number that differs from this one in its last digit or its sign.</summary>
    private static string NextTo(string number)
    {
        var mark = number.IndexOfAny(['e', 'E']);
        var digits = mark < 0 ? number : number[..mark];
        var last = digits[^1] == '9' ? '8' : (char)(digits[^1] + 1);
        return string.Concat(digits.AsSpan(0, digits.Length - 1), last.ToString(), mark < 0 ? "" : number.AsSpan(mark));
    }

    private static string Longer(string base64) => Convert.ToBase64String([.. Convert.FromBase64String(base64), 0]);

    private static JsonArray With(JsonNode array, JsonNode more)
    {
        var longer = (JsonArray)array.DeepClone();
        longer.Add(more);
        return longer;
    }

    private static JsonArray Texts(JsonNode set, string type) =>
        [.. set.AsArray().Select(element => Typed(type, element!.GetValue<string>()))];

    private static JsonObject WithMember(JsonNode map)
    {
        var larger = (JsonObject)map.DeepClone();
        larger[$"{larger.Count} members"] = Typed("NULL", true);
        return larger;
    }

    private static JsonObject Typed(string type, JsonNode content) => new() { [type] = content };

    private JsonObject Pick(params JsonObject[] choices) => choices[random.Next(choices.Length)];
}
