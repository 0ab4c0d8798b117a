using System.Text;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Adds members and items in YAML's block style, as lines of their own behind a neighbour's last line.</summary>
internal sealed class BlockInsertions(TemplateDocument document, BlockStyle style)
{
    private readonly string text = document.Text;
    private readonly TemplateLines lines = new(document.Text);

    public Insertion Create(TemplateAddition addition)
    {
        var node = addition.Place.Node;
        var column = ColumnOf(node) ?? throw addition.Place.Errors.NotEditable(
            $"the layout of {addition.Place.Path} in line {node.Line} is not understood", "write it in block style, one item a line");
        var leaf = LastLeaf(ChildAt(node, addition.After));
        var end = EndOfValue(leaf, column);
        if (end == text.Length && leaf.Form >= ScalarForm.Block)
        {
            throw addition.Place.Errors.NotEditable(
                $"it ends in line {leaf.Line} with a text over several lines, and that text would change with what comes behind it", "end the template with a line break");
        }

        end = SkipOwnComments(end, column);
        var newLine = lines.NewLineAt(end);
        var separator = IsSpaced(node, addition.After) && leaf.Form != ScalarForm.BlockWithBlankLines ? newLine : "";
        var added = new StringBuilder();
        foreach (var part in addition.Parts)
        {
            added.Append(separator);
            var partLines = node.Kind == TemplateNodeKind.Mapping ? YamlText.Member(part.Label, part.Value, style) : YamlText.Item(part.Value, style);
            foreach (var line in partLines)
                added.Append(newLine).Append(' ', column).Append(line);
        }

        return new(end, added.ToString());
    }

    /// <summary>The end of an item's last line, with the comments that are indented below it.</summary>
    public int EndOfItem(TemplateNode node, int index, int column) => SkipOwnComments(EndOfValue(LastLeaf(ChildAt(node, index)), column), column);

    private int EndOfValue(TemplateNode leaf, int column) => lines.EndOf(ContentEnd(leaf, column));

    private static TemplateNode ChildAt(TemplateNode node, int index) =>
        node.Kind == TemplateNodeKind.Mapping ? node.Members[index].Value : node.Items[index];

    private static int StartOf(TemplateNode node, int index) =>
        (node.Kind == TemplateNodeKind.Mapping ? node.Members[index].Key : node.Items[index]).Start.Offset;

    /// <summary>The column of a mapping's names, or of a list's dashes.</summary>
    public int? ColumnOf(TemplateNode node)
    {
        if (node.Kind == TemplateNodeKind.Mapping)
            return node.Members[0].Key.Start.Column;
        if (text[node.Start.Offset] == '-' && node.Items[0].Start.Offset > node.Start.Offset)
            return node.Start.Column;
        // Behind an anchor.
        var dash = node.Items[0].Start.Offset - 1;
        while (dash >= 0 && char.IsWhiteSpace(text[dash]))
            dash--;
        return dash >= 0 && text[dash] == '-' ? dash - lines.StartOf(dash) : null;
    }

    private static TemplateNode LastLeaf(TemplateNode node)
    {
        while (!node.IsFlow && node.Count > 0)
            node = ChildAt(node, node.Count - 1);
        return node;
    }

    /// <summary>The end of a value's last line that belongs to it. Blank lines behind a block text are taken for its own by YAML's reader.</summary>
    private int ContentEnd(TemplateNode leaf, int column)
    {
        var end = leaf.End.Offset;
        if (leaf.Form < ScalarForm.Block)
            return end;
        while (end > leaf.Start.Offset)
        {
            var start = lines.StartOf(end);
            var rest = text[start..end].TrimEnd('\r');
            var isContent = rest.Trim(' ').Length > 0 || rest.Length > column;
            if (isContent || start == 0)
                break;
            end = start - 1;
            if (leaf.Form == ScalarForm.BlockWithBlankLines)
                break;
        }

        return end > 0 && end < text.Length && text[end] == '\n' && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Comments behind a value that are indented below it belong to it.</summary>
    private int SkipOwnComments(int end, int column)
    {
        var last = end;
        for (var next = lines.After(end); next < text.Length && next > end; next = lines.After(end))
        {
            end = lines.EndOf(next);
            var line = text.AsSpan(next, end - next);
            var margin = line.Length - line.TrimStart().Length;
            if (margin < line.Length && (margin <= column || line[margin] != '#'))
                break;
            if (margin < line.Length)
                last = end;
        }

        return last;
    }

    /// <summary>Whether blank lines part the members.</summary>
    private bool IsSpaced(TemplateNode node, int index)
    {
        var second = Math.Max(1, index);
        if (second >= node.Count)
            return false;
        var column = ColumnOf(node) ?? 0;
        return lines.HasBlankLine(ContentEnd(LastLeaf(ChildAt(node, second - 1)), column), StartOf(node, second));
    }
}
