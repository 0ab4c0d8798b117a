using System.Runtime.InteropServices;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A place in a template's text. Lines and columns count from 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TemplatePoint(int Offset, int Line, int Column);

internal enum TemplateNodeKind
{
    Scalar,
    Mapping,
    Sequence,

    /// <summary>A YAML alias; <see cref="TemplateNode.Value"/> is the anchor's name.</summary>
    Alias,
}

internal enum ScalarForm
{
    Plain,
    Quoted,

    /// <summary>A literal or folded text over several lines.</summary>
    Block,

    /// <summary>A block whose trailing blank lines belong to it.</summary>
    BlockWithBlankLines,
}

/// <summary>A value of a template, YAML or JSON, with where it stands in the text.</summary>
internal sealed class TemplateNode
{
    public required TemplateNodeKind Kind { get; init; }

    public required TemplatePoint Start { get; init; }

    /// <summary>Behind its last character. A block collection has no such place: its end is that of its last value.</summary>
    public required TemplatePoint End { get; init; }

    /// <summary>A tag such as <c>!Ref</c>; null where there is none.</summary>
    public string? Tag { get; init; }

    public string? Anchor { get; init; }

    public string Value { get; init; } = "";

    public ScalarForm Form { get; init; }

    /// <summary>A collection in brackets, as all of JSON's are.</summary>
    public bool IsFlow { get; init; }

    public IReadOnlyList<TemplateMember> Members { get; init; } = [];

    public IReadOnlyList<TemplateNode> Items { get; init; } = [];

    /// <summary>What an alias stands for.</summary>
    public TemplateNode? Target { get; init; }

    /// <summary>Itself, or what it is an alias of.</summary>
    public TemplateNode Resolved => Target ?? this;

    public int Line => Start.Line + 1;

    public bool IsText => Kind == TemplateNodeKind.Scalar && Tag is null;

    /// <summary>How many members or items it holds.</summary>
    public int Count => Kind == TemplateNodeKind.Mapping ? Members.Count : Items.Count;

    /// <summary>The value of a member, wherever YAML takes it from: of two the last, through aliases and merge keys.</summary>
    public TemplateNode? Read(string name) => Read(name, MaximumMerges);

    // A merge key may name its own mapping.
    private const int MaximumMerges = 16;

    private TemplateNode? Read(string name, int depth)
    {
        var node = Resolved;
        if (node.Kind != TemplateNodeKind.Mapping || depth == 0)
            return null;
        return node.Members.LastOrDefault(member => member.Name == name)?.Value.Resolved ?? node.Merged(name, depth);
    }

    private TemplateNode? Merged(string name, int depth)
    {
        foreach (var merge in Members.Where(member => member.IsMerge))
        {
            var source = merge.Value.Resolved;
            var sources = source.Kind == TemplateNodeKind.Sequence ? source.Items : [source];
            if (sources.Select(one => one.Read(name, depth - 1)).FirstOrDefault(found => found is not null) is { } found)
                return found;
        }

        return null;
    }
}

/// <summary>A key of a mapping and its value.</summary>
internal sealed record TemplateMember(TemplateNode Key, TemplateNode Value)
{
    /// <summary>The key's text; null for a key that is no text.</summary>
    public string? Name => Key.IsText ? Key.Value : null;

    /// <summary>A YAML merge key, which takes members from elsewhere.</summary>
    public bool IsMerge => Key is { Kind: TemplateNodeKind.Scalar, Form: ScalarForm.Plain, Value: "<<" };
}
