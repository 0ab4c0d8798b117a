using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DynamoNamespace.Build.Help;

/// <summary>Turns markdown blocks into the plain text that a console shows.</summary>
/// <param name="file">The markdown file, for messages.</param>
internal sealed class MarkdownText(string file)
{
    public HelpText Read(IEnumerable<Block> blocks) =>
        new([.. blocks.Select(block => new HelpParagraph([.. Lines(block, "")])).Where(paragraph => paragraph.Lines.Count > 0)]);

    /// <summary>A heading or paragraph in one line.</summary>
    public string ReadLine(LeafBlock block) => Flatten(block.Inline).Replace('\n', ' ');

    public static string ReadCode(LeafBlock block) => block.Lines.ToString().TrimEnd();

    private IEnumerable<HelpLine> Lines(Block block, string marker) => block switch
    {
        ParagraphBlock paragraph => Flatten(paragraph.Inline).Split('\n').Select((line, index) => new HelpLine(index == 0 ? marker : Blank(marker), line, IsFixed: false)),
        CodeBlock code => ReadCode(code).Split('\n').Select((line, index) => new HelpLine(index == 0 ? marker : Blank(marker), line.TrimEnd(), IsFixed: true)),
        ListBlock list => list.OfType<ListItemBlock>().SelectMany((item, index) => Item(list, item, index, Blank(marker))),
        Table table => TableLines(table).Select(line => new HelpLine(Blank(marker), line, IsFixed: true)),
        HtmlBlock { Type: HtmlBlockType.Comment } => [],
        LinkReferenceDefinitionGroup => [],
        _ => throw Unknown(block, block.GetType().Name),
    };

    private IEnumerable<HelpLine> Item(ListBlock list, ListItemBlock item, int index, string indent)
    {
        var start = int.TryParse(list.OrderedStart, out var first) ? first : 1;
        var marker = indent + (list.IsOrdered ? $"{start + index}. " : "- ");
        return item.SelectMany((block, place) => Lines(block, place == 0 ? marker : Blank(marker)));
    }

    private IEnumerable<string> TableLines(Table table)
    {
        var rows = table.OfType<TableRow>()
            .Select(row => row.OfType<TableCell>().Select(cell => string.Join(' ', cell.OfType<LeafBlock>().Select(ReadLine))).ToArray()).ToList();
        var widths = Enumerable.Range(0, rows.Max(row => row.Length)).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0)).ToArray();
        yield return Row(rows[0]);
        yield return Row([.. widths.Select((width, column) => new string('-', column < rows[0].Length ? rows[0][column].Length : width))]);
        foreach (var row in rows.Skip(1))
            yield return Row(row);

        string Row(string[] cells) => string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
    }

    private string Flatten(ContainerInline? container)
    {
        var text = new StringBuilder();
        foreach (var inline in container ?? Enumerable.Empty<Inline>())
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline line => line.IsHard ? "\n" : " ",
                LinkInline link => LinkText(link),
                AutolinkInline link => link.Url,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline inner => Flatten(inner),
                _ => throw Unknown(inline, inline.GetType().Name),
            });
        }

        return text.ToString();
    }

    /// <summary>An address on the web is shown; a path in the repository means nothing to who reads the help.</summary>
    private string LinkText(LinkInline link)
    {
        var text = Flatten(link);
        return Uri.TryCreate(link.Url, UriKind.Absolute, out _) && !string.Equals(link.Url, text, StringComparison.Ordinal) ? $"{text} ({link.Url})" : text;
    }

    private static string Blank(string marker) => new(' ', marker.Length);

    private BuildException Unknown(IMarkdownObject found, string kind) =>
        new($"{file}:{((MarkdownObject)found).Line + 1}: {kind} cannot be shown in a console's help. Use paragraphs, lists, tables and code blocks.");
}
