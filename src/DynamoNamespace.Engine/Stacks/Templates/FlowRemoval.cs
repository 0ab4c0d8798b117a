namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Takes an item out of a list in brackets, with the comma that goes with it. Comments stay.</summary>
internal sealed class FlowRemoval(TemplateDocument document)
{
    private readonly string text = document.Text;
    private readonly TemplateLines lines = new(document.Text);

    public string Remove(TemplateNode list, int index)
    {
        var item = list.Items[index];
        if (index + 1 < list.Items.Count)
        {
            var next = list.Items[index + 1].Start.Offset;
            var comma = CommaBehind(item.End.Offset);
            // White space alone goes up to the next item, which then stands in this one's place.
            return text[item.End.Offset..next].Contains('#', StringComparison.Ordinal)
                ? Without((item.Start.Offset, item.End.Offset), (comma, comma + 1))
                : Without((item.Start.Offset, next));
        }

        var before = list.Items[index - 1].End.Offset;
        var separator = CommaBehind(before);
        return string.IsNullOrWhiteSpace(text[before..separator]) && string.IsNullOrWhiteSpace(text[(separator + 1)..item.Start.Offset])
            ? Without((before, item.End.Offset))
            : Without((separator, separator + 1), (item.Start.Offset, item.End.Offset));
    }

    private string Without(params (int From, int To)[] parts)
    {
        var result = text;
        foreach (var (from, to) in parts.OrderByDescending(part => part.From))
            result = result.Remove(from, to - from);
        return result;
    }

    private int CommaBehind(int offset)
    {
        while (offset < text.Length && text[offset] != ',')
            offset = text[offset] == '#' ? lines.EndOf(offset) : offset + 1;
        return offset;
    }
}
