namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Adds members and items between brackets, in JSON and in YAML's flow style, the way their neighbour is written.</summary>
internal sealed class FlowInsertions(TemplateDocument document)
{
    private readonly string text = document.Text;
    private readonly TemplateLines lines = new(document.Text);

    public IEnumerable<Insertion> Create(TemplateAddition addition)
    {
        var node = addition.Place.Node;
        return addition.After < 0 ? [IntoEmpty(node, addition.Parts)] : Behind(node, addition.After, addition.Parts);
    }

    private Insertion IntoEmpty(TemplateNode node, IReadOnlyList<AddedPart> parts)
    {
        var bracket = text.IndexOf(node.Kind == TemplateNodeKind.Mapping ? '{' : '[', node.Start.Offset);
        var newLine = lines.NewLineAt(lines.EndOf(bracket));
        var margin = lines.MarginOf(bracket);
        var style = new FlowStyle { IsJson = document.IsJson, NewLine = newLine, Colon = ": ", Comma = ", " };
        if (document.IsJson)
            style = style with { Indent = RootIndent(), Colon = ColonOf(document.Root), Comma = RootIndent() is null && ColonOf(document.Root) == ":" ? "," : ", " };
        if (style.Indent is null)
            return new(bracket + 1, string.Join(style.Comma, Write(node, parts, style, margin)));
        var line = newLine + margin + style.Indent;
        return new(bracket + 1, line + string.Join("," + line, Write(node, parts, style, margin + style.Indent)) + newLine + margin);
    }

    private IEnumerable<Insertion> Behind(TemplateNode node, int index, IReadOnlyList<AddedPart> parts)
    {
        var neighbour = node.Kind == TemplateNodeKind.Mapping ? node.Members[index].Value : node.Items[index];
        var start = node.Kind == TemplateNodeKind.Mapping ? node.Members[index].Key.Start.Offset : neighbour.Start.Offset;
        var end = neighbour.End.Offset;
        var margin = lines.MarginOf(start);
        var isOwnLine = lines.IsFirst(start);
        var style = StyleOf(node, neighbour, start, isOwnLine);
        var separator = isOwnLine ? style.NewLine + margin : style.Comma[1..];
        var added = Write(node, parts, style, margin);

        // The comma may stand behind a comment, and the last one may be followed by none.
        var comma = NextToken(end);
        if (comma < text.Length && text[comma] == ',')
            return [new(isOwnLine ? BehindComment(comma + 1) : comma + 1, string.Concat(added.Select(one => separator + one + ",")))];
        var joined = separator + string.Join("," + separator, added);
        return isOwnLine && BehindComment(end) != end ? [new(end, ","), new(BehindComment(end), joined)] : [new(end, "," + joined)];
    }

    private static IReadOnlyList<string> Write(TemplateNode node, IReadOnlyList<AddedPart> parts, FlowStyle style, string margin) =>
    [
        .. parts.Select(part => node.Kind == TemplateNodeKind.Mapping
            ? FlowText.Member(part.Label, part.Value, style, margin)
            : FlowText.Write(part.Value, style, margin)),
    ];

    private FlowStyle StyleOf(TemplateNode node, TemplateNode neighbour, int start, bool isOwnLine)
    {
        var mapping = node.Kind == TemplateNodeKind.Mapping ? node : node.Items.Select(item => item.Resolved).FirstOrDefault(item => item is { Kind: TemplateNodeKind.Mapping, Count: > 0, IsFlow: true });
        var colon = mapping is null ? ": " : ColonOf(mapping);
        var isOneLine = neighbour.Start.Line == neighbour.End.Line;
        return new()
        {
            IsJson = document.IsJson || (mapping is not null && text[mapping.Members[0].Key.Start.Offset] == '"'),
            NewLine = lines.NewLineAt(lines.EndOf(start)),
            Colon = colon,
            Comma = CommaOf(node, colon),
            Indent = IndentOf(node, neighbour, start, isOwnLine),
            Padding = isOneLine && neighbour is { IsFlow: true, Count: > 0, Tag: null, Anchor: null } && text[neighbour.Start.Offset + 1] == ' ' ? " " : "",
        };
    }

    /// <summary>What the neighbour's own members are indented by; null where it is written on one line.</summary>
    private string? IndentOf(TemplateNode node, TemplateNode neighbour, int start, bool isOwnLine)
    {
        if (neighbour is { IsFlow: true, Count: > 0 })
        {
            var child = neighbour.Kind == TemplateNodeKind.Mapping ? neighbour.Members[0].Key.Start.Offset : neighbour.Items[0].Start.Offset;
            return lines.IsFirst(child) ? Deeper(lines.MarginOf(child), lines.MarginOf(start)) : null;
        }

        return isOwnLine ? Deeper(lines.MarginOf(start), lines.MarginOf(node.Start.Offset)) : null;
    }

    private static string Deeper(string inner, string outer) =>
        inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) ? inner[outer.Length..] : "  ";

    private string? RootIndent() => document.Root.Count > 0 && lines.IsFirst(document.Root.Members[0].Key.Start.Offset)
        ? Deeper(lines.MarginOf(document.Root.Members[0].Key.Start.Offset), "")
        : null;

    private string ColonOf(TemplateNode mapping)
    {
        var member = mapping.Members[0];
        var between = text[member.Key.End.Offset..member.Value.Start.Offset];
        return between.Trim(' ', '\t') == ":" ? between : ": ";
    }

    private string CommaOf(TemplateNode node, string colon)
    {
        for (var at = 1; at < node.Count; at++)
        {
            var (before, next) = node.Kind == TemplateNodeKind.Mapping ? (node.Members[at - 1].Value, node.Members[at].Key) : (node.Items[at - 1], node.Items[at]);
            var between = text[before.End.Offset..next.Start.Offset];
            if (between.Trim(' ') == ",")
                return between.TrimStart();
        }

        return colon.EndsWith(' ') ? ", " : ",";
    }

    /// <summary>The next character that is neither white space nor a comment.</summary>
    private int NextToken(int offset)
    {
        while (offset < text.Length && (char.IsWhiteSpace(text[offset]) || text[offset] == '#'))
            offset = text[offset] == '#' ? lines.EndOf(offset) : offset + 1;
        return offset;
    }

    /// <summary>The end of the line where only a comment follows; else the place itself.</summary>
    private int BehindComment(int offset)
    {
        var end = lines.EndOf(offset);
        return text.AsSpan(offset, end - offset).TrimStart() is ['#', ..] ? end : offset;
    }
}
