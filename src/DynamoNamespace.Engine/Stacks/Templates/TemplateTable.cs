namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Which of a template's tables is meant. Without a name and a logical ID it is the only one.</summary>
internal sealed record TemplateTable
{
    /// <summary>The table's logical ID in the template, where it is known; it goes before the name.</summary>
    public string? LogicalId { get; init; }

    /// <summary>The table's name.</summary>
    public string? TableName { get; init; }

    /// <summary>The stack's name, which a table is often named after.</summary>
    public string? StackName { get; init; }

    /// <summary>What the stack's parameters are; of others the defaults count.</summary>
    public IReadOnlyDictionary<string, string> ParameterValues { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
