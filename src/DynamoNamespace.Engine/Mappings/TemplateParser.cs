using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>The variables and captures that a template may name; any other name is an attribute's, unless the item cannot have that.</summary>
internal sealed class TemplateNames(IEnumerable<string> variables, IEnumerable<string> captures, IEnumerable<string> absent)
{
    private readonly HashSet<string> absent = new(absent, StringComparer.Ordinal);
    private readonly HashSet<string> variables = new(variables, StringComparer.Ordinal);
    private readonly HashSet<string> captures = new(captures, StringComparer.Ordinal);

    public PlaceholderSource Resolve(string name, JsonPlace place)
    {
        if (variables.Contains(name) && captures.Contains(name))
            throw place.Error($"'{name}' is both a variable and a captured group; rename one");
        if (!variables.Contains(name) && !captures.Contains(name) && absent.Contains(name))
            throw place.Error($"'match' asks that '{name}' does not exist, so no text can be made from it");
        return variables.Contains(name) ? PlaceholderSource.Variable
            : captures.Contains(name) ? PlaceholderSource.Capture
            : PlaceholderSource.Attribute;
    }

    /// <summary>Whether the items that are matched do not have this attribute.</summary>
    public bool IsAbsent(string attribute) => absent.Contains(attribute);
}

/// <summary>Reads templates: text with placeholders <c>${name}</c>; <c>$$</c> stands for a dollar sign.</summary>
internal static class TemplateParser
{
    public static Template Parse(JsonPlace place, AttributeType type, TemplateNames names)
    {
        var source = place.NonEmptyText();
        var parts = new List<TemplatePart>();
        var at = 0;
        while (at < source.Length)
        {
            var dollar = source.IndexOf('$', at);
            if (dollar < 0)
                dollar = source.Length;
            if (dollar > at)
                parts.Add(new TemplatePart(PlaceholderSource.Literal, source[at..dollar]));
            if (dollar == source.Length)
                break;
            at = ReadPlaceholder(place, source, dollar, names, parts);
        }

        return new Template(source, type, parts);
    }

    private static int ReadPlaceholder(JsonPlace place, string source, int dollar, TemplateNames names, List<TemplatePart> parts)
    {
        var next = dollar + 1 < source.Length ? source[dollar + 1] : '\0';
        if (next == '$')
        {
            parts.Add(new TemplatePart(PlaceholderSource.Literal, "$"));
            return dollar + 2;
        }

        var end = next == '{' ? source.IndexOf('}', dollar) : -1;
        if (end < 0)
            throw place.Error($"the '$' at character {dollar + 1} begins no placeholder; write ${{name}}, or $$ for a dollar sign");
        var name = source[(dollar + 2)..end];
        if (name.Length == 0)
            throw place.Error($"the placeholder at character {dollar + 1} has no name");
        parts.Add(new TemplatePart(names.Resolve(name, place), name));
        return end + 1;
    }
}
