using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Where a placeholder of a template takes its text from.</summary>
internal enum PlaceholderSource
{
    Literal,
    Variable,
    Attribute,
    Capture,
}

/// <summary>A piece of a template: literal text, or a placeholder's name.</summary>
internal sealed record TemplatePart(PlaceholderSource Source, string Text);

/// <summary>A template such as <c>${namespaceId}/${PK}</c>, and the type of the value that it makes.</summary>
internal sealed record Template(string Source, AttributeType Type, IReadOnlyList<TemplatePart> Parts);
