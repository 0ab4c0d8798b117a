namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Tells from a template's table how it is laid out.</summary>
internal static class BlockLayout
{
    private const int UsualStep = 2;

    private static readonly string[] Lists = ["AttributeDefinitions", "GlobalSecondaryIndexes", "KeySchema"];

    public static BlockStyle Of(TemplateDocument document, TemplatePlace resources, string tableId)
    {
        var table = resources.Node.Read(tableId);
        var properties = table?.Read("Properties");
        var step = StepBetween(table, properties) ?? StepBetween(resources.Node, table) ?? StepBetween(document.Root, resources.Node) ?? UsualStep;
        var columns = new BlockInsertions(document, new BlockStyle(step, step));
        var list = IsBlock(properties)
            ? properties!.Members.FirstOrDefault(member => Lists.Contains(member.Name, StringComparer.Ordinal) && IsBlock(member.Value))
            : null;
        var dash = list is null ? null : columns.ColumnOf(list.Value) - list.Key.Start.Column;
        return new(step, dash is >= 0 ? dash.Value : step);
    }

    private static int? StepBetween(TemplateNode? outer, TemplateNode? inner) =>
        IsBlock(outer) && IsBlock(inner) && inner!.Members[0].Key.Start.Column - outer!.Members[0].Key.Start.Column is var step and > 0 ? step : null;

    private static bool IsBlock(TemplateNode? node) => node is { IsFlow: false, Count: > 0 };
}
