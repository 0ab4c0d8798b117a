namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>The lines of a template's text.</summary>
internal sealed class TemplateLines(string text)
{
    /// <summary>The end of a place's line, before its line break.</summary>
    public int EndOf(int offset)
    {
        var end = text.IndexOf('\n', offset);
        if (end < 0)
            return text.Length;
        return end > offset && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the line after a line's end begins; the text's end behind the last line.</summary>
    public int After(int end) => Math.Min(text.Length, end + BreakAt(end).Length);

    /// <summary>The line break at a line's end, or the one that the text uses elsewhere where the last line has none.</summary>
    public string NewLineAt(int end)
    {
        if (BreakAt(end) is { Length: > 0 } own)
            return own;
        var other = text.IndexOf('\n', StringComparison.Ordinal);
        return other > 0 && text[other - 1] == '\r' ? "\r\n" : "\n";
    }

    /// <summary>The white space that a place's line begins with.</summary>
    public string MarginOf(int offset)
    {
        var start = StartOf(offset);
        var end = start;
        while (end < text.Length && text[end] is ' ' or '\t')
            end++;
        return text[start..end];
    }

    /// <summary>Whether nothing but white space stands before a place on its line.</summary>
    public bool IsFirst(int offset) => StartOf(offset) + MarginOf(offset).Length >= offset;

    public int StartOf(int offset) => offset == 0 ? 0 : text.LastIndexOf('\n', offset - 1) + 1;

    /// <summary>Whether a part of the text holds a line of nothing but white space, its ends aside.</summary>
    public bool HasBlankLine(int from, int to)
    {
        for (var end = EndOf(from); After(end) < to; end = EndOf(After(end)))
        {
            var next = After(end);
            if (EndOf(next) < to && string.IsNullOrWhiteSpace(text[next..EndOf(next)]))
                return true;
            if (next == end)
                return false;
        }

        return false;
    }

    private string BreakAt(int end) => end >= text.Length ? "" : text[end] == '\r' && end + 1 < text.Length ? "\r\n" : "\n";
}
