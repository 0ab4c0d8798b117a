using System.Text;

namespace DynamoNamespace.Bench.Reports;

/// <summary>A table of texts, to be read on a console or in a Markdown page. All columns but the first are aligned to the right.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public string ToText()
    {
        var widths = Header.Select((title, column) => Rows.Select(row => row[column].Length).Append(title.Length).Max()).ToList();
        var text = new StringBuilder().AppendLine(Title);
        foreach (var row in Rows.Prepend(Header))
            text.Append("  ").AppendLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        return text.ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder().Append("**").Append(Title).Append("**\n\n");
        AppendRow(text, Header);
        AppendRow(text, Header.Select((_, column) => column == 0 ? "---" : "---:"));
        foreach (var row in Rows)
            AppendRow(text, row);
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
