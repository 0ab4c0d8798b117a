using Markdig;
using Markdig.Syntax;

namespace DynamoNamespace.Build.Help;

/// <summary>A markdown file cut at its headings: one title, sections at level 2, parts of a section at level 3.</summary>
internal sealed record MarkdownPage(string File, string Title, IReadOnlyList<MarkdownSection> Sections)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public MarkdownText Text => new(File);

    public static MarkdownPage Read(string path)
    {
        var file = Repository.Shown(path);
        var text = new MarkdownText(file);
        var blocks = Markdown.Parse(System.IO.File.ReadAllText(path), Pipeline).ToList();
        if (blocks.FirstOrDefault() is not HeadingBlock { Level: 1 } title)
            throw new BuildException($"{file}:1: a help page starts with its title, such as '# {Path.GetFileNameWithoutExtension(path)}'.");
        return new(file, text.ReadLine(title), Cut(blocks.Skip(1), 2, text));
    }

    public MarkdownSection? Find(string heading) =>
        Sections.FirstOrDefault(section => string.Equals(section.Heading, heading, StringComparison.OrdinalIgnoreCase));

    public HelpText TextOf(string heading) =>
        Find(heading) is { } section ? Text.Read(section.Blocks) : HelpText.Empty;

    private static List<MarkdownSection> Cut(IEnumerable<Block> blocks, int level, MarkdownText text)
    {
        List<MarkdownSection> sections = [];
        List<Block> open = [];
        HeadingBlock? heading = null;
        foreach (var block in blocks)
        {
            if (block is HeadingBlock next && next.Level == level)
            {
                Close();
                heading = next;
            }
            else
            {
                open.Add(block);
            }
        }

        Close();
        return sections;

        void Close()
        {
            if (heading is not null)
            {
                var own = open.TakeWhile(block => block is not HeadingBlock).ToList();
                sections.Add(new(text.ReadLine(heading), heading.Line + 1, own, Cut(open.Skip(own.Count), level + 1, text)));
            }

            open.Clear();
        }
    }
}

internal sealed record MarkdownSection(string Heading, int Line, IReadOnlyList<Block> Blocks, IReadOnlyList<MarkdownSection> Parts);
