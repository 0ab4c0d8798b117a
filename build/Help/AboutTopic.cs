using System.Text;

namespace DynamoNamespace.Build.Help;

/// <summary>
/// Turns <c>docs/about_DynamoNamespace.md</c> into the text that <c>Get-Help about_DynamoNamespace</c> shows. The page has
/// <c>## SHORT DESCRIPTION</c>, <c>## LONG DESCRIPTION</c> with <c>###</c> headings inside, and any further sections.
/// </summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const int Indent = 4;

    public static string Read(string path)
    {
        var page = MarkdownPage.Read(path);
        foreach (var heading in new[] { "SHORT DESCRIPTION", "LONG DESCRIPTION" })
        {
            if (page.Find(heading) is null)
                throw new BuildException($"{page.File} has no '## {heading}', which Get-Help looks for.");
        }

        var text = new StringBuilder().Append("TOPIC\n    ").Append(page.Title).Append('\n');
        foreach (var section in page.Sections)
        {
            text.Append('\n').Append(section.Heading.ToUpperInvariant()).Append('\n');
            Append(text, page.Text.Read(section.Blocks));
            foreach (var part in section.Parts)
            {
                text.Append("\n  ").Append(part.Heading).Append('\n');
                Append(text, page.Text.Read(part.Blocks));
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, HelpText paragraphs)
    {
        var first = true;
        foreach (var paragraph in paragraphs.Paragraphs)
        {
            if (!first)
                text.Append('\n');
            first = false;
            foreach (var line in paragraph.Lines.SelectMany(Wrap))
                text.Append(line.TrimEnd()).Append('\n');
        }
    }

    private static IEnumerable<string> Wrap(HelpLine line)
    {
        var margin = new string(' ', Indent);
        if (line.IsFixed)
        {
            yield return $"{margin}{margin}{line.Marker}{line.Text}";
            yield break;
        }

        var row = new StringBuilder(margin + line.Marker);
        var start = row.Length;
        foreach (var word in line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (row.Length > start && row.Length + 1 + word.Length > Width)
            {
                yield return row.ToString();
                row.Clear().Append(' ', start);
            }

            if (row.Length > start)
                row.Append(' ');
            row.Append(word);
        }

        yield return row.ToString();
    }
}
