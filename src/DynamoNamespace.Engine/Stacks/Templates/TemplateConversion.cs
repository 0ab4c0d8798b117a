namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A converted template.</summary>
/// <param name="Text">Its text: what was there, with the additions.</param>
/// <param name="TableLogicalId">The table's logical ID in it.</param>
/// <param name="Additions">What was added, such as <c>Outputs: NamespaceAcquirePolicyArn</c>; empty where it had everything.</param>
internal sealed record TemplateConversion(string Text, string TableLogicalId, IReadOnlyList<string> Additions)
{
    public bool IsChanged => Additions.Count > 0;

    /// <summary>Whether the index is among the additions.</summary>
    public bool AddsIndex => Additions.Any(addition => addition.EndsWith($": {TableAdditions.IndexName}", StringComparison.Ordinal));
}
