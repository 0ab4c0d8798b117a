namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Writes additions into a template's text, each in the style of its place.</summary>
internal static class TemplateInsertion
{
    public static string Insert(TemplateDocument document, IEnumerable<TemplateAddition> additions, BlockStyle style)
    {
        var block = new BlockInsertions(document, style);
        var flow = new FlowInsertions(document);
        return Insertion.Apply(document.Text, additions.SelectMany(addition => addition.Place.Node.IsFlow ? flow.Create(addition) : [block.Create(addition)]));
    }
}
