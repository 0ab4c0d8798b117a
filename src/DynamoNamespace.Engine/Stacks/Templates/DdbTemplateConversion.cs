namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A template that was converted and written to a file.</summary>
public sealed record DdbTemplateConversion
{
    /// <summary>The file that was converted; null where the template was given as text.</summary>
    public string? Path { get; init; }

    /// <summary>The file that the result is in; null where it went into none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The table's logical ID in the template.</summary>
    public required string TableLogicalId { get; init; }

    /// <summary>Whether anything was added; false where the template had everything.</summary>
    public required bool IsChanged { get; init; }

    /// <summary>What was added and where, such as <c>Outputs: NamespaceAcquirePolicyArn</c>.</summary>
    public IReadOnlyList<string> Additions { get; init; } = [];
}
