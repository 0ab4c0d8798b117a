using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Reads YAML into nodes that know their places. Tags, such as CloudFormation's short intrinsics, are kept as they are.</summary>
internal sealed class YamlTemplateReader(string text)
{
    private readonly Parser parser = new(new Scanner(new StringReader(text), skipComments: true));
    private readonly Dictionary<string, TemplateNode> anchored = new(StringComparer.Ordinal);
    private readonly HashSet<string> aliases = new(StringComparer.Ordinal);

    public IReadOnlySet<string> Aliases => aliases;

    /// <exception cref="YamlException">It is no YAML document, or more than one.</exception>
    public TemplateNode Read()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out var end))
            throw new YamlException(end.Start, end.End, "it holds no document");
        parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
            throw new YamlException(parser.Current!.Start, parser.Current.End, "a second document begins, and a template is one document");
        return root;
    }

    private TemplateNode ReadNode(int depth)
    {
        if (depth > TemplateDocument.MaximumDepth)
            throw new YamlException(parser.Current!.Start, parser.Current.End, FormattableString.Invariant($"values are nested more than {TemplateDocument.MaximumDepth} deep"));
        var node = parser.Consume<ParsingEvent>() switch
        {
            Scalar scalar => ReadScalar(scalar),
            AnchorAlias alias => ReadAlias(alias),
            SequenceStart sequence => ReadSequence(sequence, depth),
            MappingStart mapping => ReadMapping(mapping, depth),
            var other => throw new YamlException(other.Start, other.End, "a value is missing"),
        };
        if (node.Anchor is { } anchor)
            anchored[anchor] = node;
        return node;
    }

    private TemplateNode ReadScalar(Scalar scalar) => new()
    {
        Kind = TemplateNodeKind.Scalar,
        Start = Point(scalar.Start),
        End = Point(scalar.End),
        Tag = Tag(scalar),
        Anchor = Anchor(scalar),
        Value = scalar.Value,
        Form = scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => KeepsBlankLines(scalar) ? ScalarForm.BlockWithBlankLines : ScalarForm.Block,
            ScalarStyle.Plain => ScalarForm.Plain,
            _ => ScalarForm.Quoted,
        },
    };

    private TemplateNode ReadAlias(AnchorAlias alias)
    {
        aliases.Add(alias.Value.Value);
        return new()
        {
            Kind = TemplateNodeKind.Alias,
            Start = Point(alias.Start),
            End = Point(alias.End),
            Value = alias.Value.Value,
            Target = anchored.GetValueOrDefault(alias.Value.Value)
                ?? throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value.Value}' names no anchor before it"),
        };
    }

    private TemplateNode ReadSequence(SequenceStart sequence, int depth)
    {
        List<TemplateNode> items = [];
        while (!parser.Accept<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new()
        {
            Kind = TemplateNodeKind.Sequence,
            Start = Point(sequence.Start),
            End = BehindBracket(parser.Consume<SequenceEnd>()),
            Tag = Tag(sequence),
            Anchor = Anchor(sequence),
            IsFlow = sequence.Style == SequenceStyle.Flow,
            Items = items,
        };
    }

    private TemplateNode ReadMapping(MappingStart mapping, int depth)
    {
        List<TemplateMember> members = [];
        while (!parser.Accept<MappingEnd>(out _))
            members.Add(new(ReadNode(depth + 1), ReadNode(depth + 1)));
        return new()
        {
            Kind = TemplateNodeKind.Mapping,
            Start = Point(mapping.Start),
            End = BehindBracket(parser.Consume<MappingEnd>()),
            Tag = Tag(mapping),
            Anchor = Anchor(mapping),
            IsFlow = mapping.Style == MappingStyle.Flow,
            Members = members,
        };
    }

    // The header, such as "|+" or ">2+", stands behind the tag on the scalar's first line.
    private bool KeepsBlankLines(Scalar scalar)
    {
        var line = text.AsSpan((int)scalar.Start.Index);
        line = line[..Math.Max(0, line.IndexOfAny('\r', '\n'))];
        var header = line.LastIndexOfAny('|', '>');
        var comment = line.IndexOf(" #");
        if (comment >= 0 && header > comment)
            header = line[..comment].LastIndexOfAny('|', '>');
        return header >= 0 && (comment > header ? line[header..comment] : line[header..]).Contains('+');
    }

    // The end that the parser tells of a collection in brackets is the place of the closing one.
    private static TemplatePoint BehindBracket(ParsingEvent end)
    {
        var bracket = Point(end.Start);
        return bracket with { Offset = bracket.Offset + 1, Column = bracket.Column + 1 };
    }

    private static string? Tag(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private static string? Anchor(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private static TemplatePoint Point(Mark mark) => new((int)mark.Index, (int)mark.Line - 1, (int)mark.Column - 1);
}
