namespace DynamoNamespace.Build.Help;

/// <summary>Text without markup: paragraphs, lists and code blocks as lines.</summary>
internal sealed record HelpText(IReadOnlyList<HelpParagraph> Paragraphs)
{
    public static HelpText Empty { get; } = new([]);

    public bool IsEmpty => Paragraphs.Count == 0;
}

internal sealed record HelpParagraph(IReadOnlyList<HelpLine> Lines)
{
    public override string ToString() => string.Join('\n', Lines.Select(line => line.Marker + line.Text));
}

/// <param name="Marker">What stands before the text, such as the bullet of a list item; wrapped lines are indented as far.</param>
/// <param name="Text">The text itself.</param>
/// <param name="IsFixed">Whether it is code, which must not be wrapped.</param>
internal sealed record HelpLine(string Marker, string Text, bool IsFixed);
