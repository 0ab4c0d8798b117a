using System.Text;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>An assignment whose variables have become literal text.</summary>
internal sealed class BoundAssignment
{
    private readonly BoundPart[] parts;
    private readonly AttributeType type;
    private readonly byte[] rawName;
    private readonly byte[] opening;

    public BoundAssignment(Assignment assignment, IReadOnlyDictionary<string, string> variables)
    {
        Attribute = assignment.Attribute;
        OnlyIfPresent = assignment.OnlyIfPresent;
        Utf8Name = Encoding.UTF8.GetBytes(Attribute);
        rawName = JsonText.Escape(Attribute);
        type = assignment.Template.Type;
        opening = Encoding.UTF8.GetBytes($"{{\"{AttributeValue.NameOf(type)}\":\"");
        parts = Bind(assignment.Template, variables);
    }

    public string Attribute { get; }

    public bool OnlyIfPresent { get; }

    public AttributeType Type => type;

    public byte[] Utf8Name { get; }

    public IReadOnlyList<BoundPart> Parts => parts;

    public bool TryAppend(in Item source, AttributeCondition[] conditions, scoped ref ItemBuilder builder, ItemBlock block, out string? problem)
    {
        builder.BeginAttribute(rawName);
        block.Append(opening);
        foreach (var part in parts)
        {
            if (!TryAppendPart(part, source, conditions, block, out problem))
                return false;
        }

        block.Append("\"}"u8);
        builder.EndAttribute(type);
        problem = null;
        return true;
    }

    private bool TryAppendPart(BoundPart part, in Item source, AttributeCondition[] conditions, ItemBlock block, out string? problem)
    {
        problem = null;
        if (part.Source == PlaceholderSource.Literal)
        {
            block.Append(part.Raw);
            return true;
        }

        if (part.Source == PlaceholderSource.Capture)
            return TryAppendCapture(part, source, conditions, block, out problem);
        if (!source.TryGetValue(part.Utf8Name, out var value))
        {
            problem = $"'{Attribute}' is made from the attribute '{part.Text}', which the item does not have";
            return false;
        }

        if (value.Type is not (AttributeType.S or AttributeType.N))
        {
            problem = $"'{Attribute}' is made from the attribute '{part.Text}', which is of type {AttributeValue.NameOf(value.Type)} and not S or N";
            return false;
        }

        block.Append(value.RawText);
        return true;
    }

    private bool TryAppendCapture(BoundPart part, in Item source, AttributeCondition[] conditions, ItemBlock block, out string? problem)
    {
        foreach (var condition in conditions)
        {
            if (condition.Capture(source, part.Text) is { } text)
            {
                block.Append(JsonText.Escape(text));
                problem = null;
                return true;
            }
        }

        problem = $"'{Attribute}' is made from the captured group '{part.Text}', which took nothing from the item";
        return false;
    }

    private static BoundPart[] Bind(Template template, IReadOnlyDictionary<string, string> variables)
    {
        var bound = new List<BoundPart>();
        var literal = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (part.Source == PlaceholderSource.Literal)
            {
                literal.Append(part.Text);
            }
            else if (part.Source == PlaceholderSource.Variable)
            {
                literal.Append(variables[part.Text]);
            }
            else
            {
                Flush();
                bound.Add(new BoundPart(part.Source, part.Text));
            }
        }

        Flush();
        return [.. bound];

        void Flush()
        {
            if (literal.Length > 0)
                bound.Add(new BoundPart(PlaceholderSource.Literal, literal.ToString()));
            literal.Clear();
        }
    }
}

/// <summary>A part of a bound template: literal text, an attribute's or a capture's name.</summary>
internal sealed record BoundPart(PlaceholderSource Source, string Text)
{
    /// <summary>The literal text as it stands in JSON.</summary>
    public byte[] Raw { get; } = JsonText.Escape(Text);

    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Text);
}
