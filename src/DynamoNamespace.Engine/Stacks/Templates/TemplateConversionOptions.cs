namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Which template is converted, which of its tables is meant, and where the result goes.</summary>
public sealed record TemplateConversionOptions
{
    /// <summary>The template's file; null where <see cref="Text"/> is the template.</summary>
    public string? Path { get; init; }

    /// <summary>The template itself.</summary>
    public string? Text { get; init; }

    /// <summary>The file that the result is written to; null for none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Whether a file that is there may be replaced, the template's own too.</summary>
    public bool Force { get; init; }

    /// <summary>The table's name.</summary>
    public string? TableName { get; init; }

    /// <summary>The table's logical ID; it goes before the name.</summary>
    public string? TableLogicalId { get; init; }

    /// <summary>The stack's name, which the table's name may refer to.</summary>
    public string? StackName { get; init; }

    /// <summary>Values of the template's parameters, which the table's name may refer to.</summary>
    public IReadOnlyDictionary<string, string> ParameterValues { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
