using System.Text.RegularExpressions;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>How a YAML template is laid out.</summary>
/// <param name="Step">The columns that a nested mapping is indented by.</param>
/// <param name="DashOffset">The columns from a name to the dashes of its list; 0 where they stand below each other.</param>
internal sealed record BlockStyle(int Step, int DashOffset);

/// <summary>Writes values in YAML's block style, line by line.</summary>
internal static class YamlText
{
    // Without a colon that ends a word, a number sign that begins one, or a character with a meaning of its own at the beginning.
    private static readonly Regex Plain = new(@"^[A-Za-z0-9_/.$][A-Za-z0-9_/.:$-]*( [A-Za-z0-9_/.$(][A-Za-z0-9_/.:$()+-]*)*$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Whether a text needs no quotes.</summary>
    public static bool IsPlain(string text, bool isFlow) =>
        Plain.IsMatch(text) && !text.EndsWith(':') && !text.Contains(": ", StringComparison.Ordinal) && !text.StartsWith("---", StringComparison.Ordinal)
        && !text.StartsWith("...", StringComparison.Ordinal) && !TemplateMeaning.IsBare(text) && !(isFlow && text.Contains(':', StringComparison.Ordinal));

    /// <summary>The lines of a name with its value, without the margin.</summary>
    public static IEnumerable<string> Member(string name, TemplateValue value, BlockStyle style)
    {
        if (value is TemplateCall { NeedsLongForm: true } nested)
            return Member(name, nested.ToLongForm(), style);
        var head = Text(name) + ":";
        return value switch
        {
            TemplateMap { Members.Count: > 0 } map => Lines(map, style).Select(line => Indent(line, style.Step)).Prepend(head),
            TemplateList { Items.Count: > 0 } list => Lines(list, style).Select(line => Indent(line, style.DashOffset)).Prepend(head),
            TemplateCall call when TagLines(call, style) is { Count: > 1 } lines => lines.Skip(1).Select(line => Indent(line, style.Step)).Prepend($"{head} {lines[0]}"),
            _ => [$"{head} {Lines(value, style)[0]}"],
        };
    }

    /// <summary>The lines of an item of a list, the dash before the first, without the margin.</summary>
    public static IEnumerable<string> Item(TemplateValue value, BlockStyle style) =>
        Lines(value, style).Select((line, at) => at == 0 ? "- " + line : Indent(line, 2));

    private static IReadOnlyList<string> Lines(TemplateValue value, BlockStyle style) => value switch
    {
        TemplateText text => [text.IsBare ? text.Value : Text(text.Value)],
        TemplateMap { Members.Count: 0 } => ["{}"],
        TemplateList { Items.Count: 0 } => ["[]"],
        TemplateMap map => [.. map.Members.SelectMany(member => Member(member.Name, member.Value, style))],
        TemplateList list => [.. list.Items.SelectMany(item => Item(item, style))],
        TemplateCall { NeedsLongForm: true } call => Lines(call.ToLongForm(), style),
        TemplateCall call => TagLines(call, style),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static IReadOnlyList<string> TagLines(TemplateCall call, BlockStyle style) => call.TaggedArgument switch
    {
        // A substitution is quoted always, because its braces would begin a mapping in flow style.
        TemplateText text when call.Function == "Fn::Sub" => [$"{call.Tag} {Quoted(text.Value)}"],
        TemplateText text => [$"{call.Tag} {Lines(text, style)[0]}"],
        var argument => [call.Tag, .. Lines(argument, style)],
    };

    private static string Text(string text) => IsPlain(text, isFlow: false) ? text : Quoted(text);

    private static string Quoted(string text) => FlowText.Write(new TemplateText(text), FlowStyle.Minified, "");

    private static string Indent(string line, int columns) => line.Length == 0 ? line : new string(' ', columns) + line;
}
