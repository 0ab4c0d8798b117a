using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DynamoNamespace.Build.Help;

/// <summary>The help of one cmdlet as its markdown page has it.</summary>
/// <remarks>
/// The layout of <c>docs/cmdlets/Verb-Noun.md</c>:
/// <code>
/// # Verb-Noun
/// ## SYNOPSIS            one paragraph
/// ## DESCRIPTION         paragraphs, lists, tables, code blocks
/// ## EXAMPLES
/// ### Example 1: title   text, then one ```powershell block, then remarks; any other code block is output
/// ## PARAMETERS
/// ### -Name              text; a last paragraph "Default: value" is its default value
/// ## INPUTS              optional
/// ### TypeName           text
/// ## OUTPUTS
/// ### TypeName           text
/// ## NOTES               optional
/// ## RELATED LINKS       optional: a list of [text](address); an address in the repository is left out
/// </code>
/// <c>docs/cmdlets/_shared.md</c> has a title and PARAMETERS only: what a page does not say of a parameter is taken from it.
/// Types, parameter sets, positions, aliases and accepted values come from the cmdlet's class and are not written here.
/// </remarks>
internal sealed record CmdletPage(
    string File,
    HelpText Synopsis,
    HelpText Description,
    IReadOnlyList<ExampleHelp> Examples,
    IReadOnlyDictionary<string, ParameterHelp> Parameters,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    HelpText Notes,
    IReadOnlyList<LinkHelp> Links)
{
    private const string DefaultLabel = "Default: ";
    private static readonly string[] Headings = ["SYNOPSIS", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    public static CmdletPage Read(string path)
    {
        var page = MarkdownPage.Read(path);
        var name = Path.GetFileNameWithoutExtension(path);
        if (!name.StartsWith('_') && !string.Equals(page.Title, name, StringComparison.Ordinal))
            throw new BuildException($"{page.File}:1: the title is '{page.Title}', and the file is named for {name}. Make them the same.");
        if (page.Sections.FirstOrDefault(section => !Headings.Contains(section.Heading, StringComparer.Ordinal)) is { } stray)
            throw new BuildException($"{page.File}:{stray.Line}: help has no section '{stray.Heading}'. The sections are {string.Join(", ", Headings)}.");

        return new(
            page.File,
            page.TextOf("SYNOPSIS"),
            page.TextOf("DESCRIPTION"),
            [.. Parts("EXAMPLES").Select(part => Example(page, part))],
            Parts("PARAMETERS").ToDictionary(part => part.Heading.TrimStart('-'), part => Parameter(page, part), StringComparer.OrdinalIgnoreCase),
            [.. Parts("INPUTS").Select(part => new TypeHelp(part.Heading, page.Text.Read(part.Blocks)))],
            [.. Parts("OUTPUTS").Select(part => new TypeHelp(part.Heading, page.Text.Read(part.Blocks)))],
            page.TextOf("NOTES"),
            [.. (page.Find("RELATED LINKS")?.Blocks ?? []).SelectMany(block => block.Descendants<LinkInline>()).Select(Link)]);

        IEnumerable<MarkdownSection> Parts(string heading) => page.Find(heading)?.Parts ?? [];
    }

    private static ExampleHelp Example(MarkdownPage page, MarkdownSection part)
    {
        var code = part.Blocks.OfType<FencedCodeBlock>().Where(block => string.Equals(block.Info, "powershell", StringComparison.Ordinal)).ToList();
        if (code is not [var only])
            throw new BuildException($"{page.File}:{part.Line}: '{part.Heading}' has {code.Count} ```powershell blocks. Give an example exactly one, and mark what it prints as ```output.");
        var place = part.Blocks.ToList().IndexOf(only);
        return new(part.Heading, page.Text.Read(part.Blocks.Take(place)), MarkdownText.ReadCode(only), page.Text.Read(part.Blocks.Skip(place + 1)));
    }

    private static ParameterHelp Parameter(MarkdownPage page, MarkdownSection part)
    {
        var text = page.Text.Read(part.Blocks);
        var last = text.Paragraphs.LastOrDefault()?.ToString() ?? "";
        return last.StartsWith(DefaultLabel, StringComparison.Ordinal)
            ? new(new([.. text.Paragraphs.SkipLast(1)]), last[DefaultLabel.Length..].TrimEnd('.'))
            : new(text, Default: null);
    }

    private static LinkHelp Link(LinkInline link) =>
        new(string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString())), Uri.TryCreate(link.Url, UriKind.Absolute, out var address) ? address.ToString() : "");
}

internal sealed record ExampleHelp(string Title, HelpText Introduction, string Code, HelpText Remarks);

internal sealed record ParameterHelp(HelpText Text, string? Default);

internal sealed record TypeHelp(string Name, HelpText Text);

internal sealed record LinkHelp(string Text, string Address);
