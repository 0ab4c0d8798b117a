namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// Takes an item out of a list in YAML's block style: its lines, with the comments indented below it and the blank lines that part it from the item
/// before. A comment above it stays.
/// </summary>
internal sealed class BlockRemoval(TemplateDocument document)
{
    private readonly string text = document.Text;
    private readonly TemplateLines lines = new(document.Text);
    private readonly BlockInsertions layout = new(document, new BlockStyle(2, 2));

    public string Remove(TemplatePlace place, int index)
    {
        var node = place.Node;
        var column = layout.ColumnOf(node);
        if (column is null || DashOf(node.Items[index], column.Value) is not { } dash)
        {
            throw place.Errors.NotEditable(
                $"the layout of {place.Path} in line {node.Items[index].Line} is not understood", "write it in block style, one item a line");
        }

        var first = lines.StartOf(dash);
        var end = layout.EndOfItem(node, index, column.Value);
        if (index > 0)
            return text.Remove(EndBefore(first), end - EndBefore(first));
        // The first item's place is the next one's.
        var after = lines.After(end);
        while (after < text.Length && string.IsNullOrWhiteSpace(text[after..lines.EndOf(after)]) && lines.After(lines.EndOf(after)) > after)
            after = lines.After(lines.EndOf(after));
        return text.Remove(first, after - first);
    }

    /// <summary>The end of the last line before a place that is not blank.</summary>
    private int EndBefore(int start)
    {
        var end = start;
        while (end > 0 && char.IsWhiteSpace(text[end - 1]))
            end--;
        // White space at the end of that line is its own.
        return lines.EndOf(end);
    }

    /// <summary>The dash of an item; comments may stand between it and the item's first name.</summary>
    private int? DashOf(TemplateNode item, int column)
    {
        for (var line = lines.StartOf(item.Start.Offset); ; line = lines.StartOf(line - 1))
        {
            var margin = lines.MarginOf(line).Length;
            var first = line + margin < text.Length ? text[line + margin] : '\n';
            if (first == '-' && margin == column)
                return line + margin;
            var isOwnLine = line <= item.Start.Offset && item.Start.Offset <= lines.EndOf(line);
            if (line == 0 || !(isOwnLine || first is '#' or '\r' or '\n'))
                return null;
        }
    }
}
