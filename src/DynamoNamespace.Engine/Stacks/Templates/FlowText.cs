using System.Text;
using System.Text.Json;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>How values are written in brackets: as JSON, with its quotes and its long intrinsics, or as YAML with short ones.</summary>
internal sealed record FlowStyle
{
    public static FlowStyle Minified { get; } = new();

    /// <summary>JSON's own syntax, which YAML reads too.</summary>
    public bool IsJson { get; init; } = true;

    /// <summary>The indentation that each level adds; null for a value on one line.</summary>
    public string? Indent { get; init; }

    public string NewLine { get; init; } = "\n";

    /// <summary>What stands between a name and its value.</summary>
    public string Colon { get; init; } = ":";

    /// <summary>What stands between members on one line.</summary>
    public string Comma { get; init; } = ",";

    /// <summary>What stands inside of the brackets of a value on one line.</summary>
    public string Padding { get; init; } = "";
}

/// <summary>Writes values in flow style.</summary>
internal static class FlowText
{
    /// <summary>One line of JSON; two values with the same one mean the same.</summary>
    public static string Minify(TemplateValue value) => Write(value, FlowStyle.Minified, "");

    /// <param name="value">What is written.</param>
    /// <param name="style">How.</param>
    /// <param name="margin">The indentation of the line that it begins on.</param>
    public static string Write(TemplateValue value, FlowStyle style, string margin) => value switch
    {
        TemplateText text => text.IsBare ? text.Value : Quote(text.Value, style),
        TemplateCall call when style.IsJson => WriteBrackets('{', '}', [Name(call.Function, style) + Write(call.Argument, style, margin + style.Indent)], style, margin),
        TemplateCall { NeedsLongForm: true } call => Write(call.ToLongForm(), style, margin),
        TemplateCall call => $"{call.Tag} {Write(call.TaggedArgument, style, margin)}",
        TemplateList list => WriteBrackets('[', ']', [.. list.Items.Select(item => Write(item, style, margin + style.Indent))], style, margin),
        TemplateMap map => WriteBrackets('{', '}', [.. map.Members.Select(member => Member(member.Name, member.Value, style, margin + style.Indent))], style, margin),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    /// <summary>A name with its value.</summary>
    public static string Member(string name, TemplateValue value, FlowStyle style, string margin) => Name(name, style) + Write(value, style, margin);

    private static string Name(string name, FlowStyle style) => Quote(name, style) + style.Colon;

    private static string WriteBrackets(char open, char close, IReadOnlyList<string> parts, FlowStyle style, string margin)
    {
        if (parts.Count == 0)
            return $"{open}{close}";
        if (style.Indent is null)
            return $"{open}{style.Padding}{string.Join(style.Comma, parts)}{style.Padding}{close}";
        var line = style.NewLine + margin + style.Indent;
        return new StringBuilder().Append(open).Append(line).AppendJoin("," + line, parts).Append(style.NewLine).Append(margin).Append(close).ToString();
    }

    private static string Quote(string text, FlowStyle style) => style.IsJson || !YamlText.IsPlain(text, isFlow: true)
        ? $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""
        : text;
}
