using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench.Reports;

/// <summary>The page that shows the figures: all between its two marks comes from a run.</summary>
internal static class PerformancePage
{
    public const string Begin = "<!-- figures: ./dev bench --publish writes what follows -->";
    public const string End = "<!-- end of figures -->";

    public static async Task PublishAsync(Report report)
    {
        var page = RepositoryRoot.Combine("docs", "performance.md");
        await File.WriteAllTextAsync(page, Replace(await File.ReadAllTextAsync(page), report.ToMarkdown()));
        await report.WritePlotsAsync(RepositoryRoot.Combine("docs", "images"));
    }

    /// <exception cref="InvalidOperationException">The page has no marks.</exception>
    public static string Replace(string page, string figures)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n{figures}\n{page[end..]}"
            : throw new InvalidOperationException($"docs/performance.md lacks the line '{Begin}' or '{End}' behind it, so the figures cannot be put there. They are in bench.md.");
    }
}
