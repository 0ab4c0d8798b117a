namespace DynamoNamespace.Worker.Output;

/// <summary>Columns as wide as their widest cell.</summary>
internal static class TextTable
{
    public static string Format(string[] headers, IEnumerable<string[]> rows)
    {
        var all = new List<string[]> { headers };
        all.AddRange(rows);
        var widths = headers.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        all.Insert(1, widths.Select(width => new string('-', width)).ToArray());
        return string.Join(Environment.NewLine, all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}
