using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// Adds an index to a template's table beside another one, or takes one out. The template stays as it is otherwise, to the byte, and the result is
/// read again to prove it.
/// </summary>
internal sealed class IndexEdit
{
    private const string Indexes = "GlobalSecondaryIndexes";
    private const string IndexName = "IndexName";
    private const string Projection = "Projection";

    private readonly string text;
    private readonly TemplateErrors errors;
    private readonly TemplateDocument document;
    private readonly TemplatePlace resources;
    private readonly TextResolver resolver;
    private readonly string tableId;
    private readonly TemplatePlace? list;

    /// <param name="text">The template.</param>
    /// <param name="table">Which of its tables is meant.</param>
    /// <param name="source">The file or stack that it is of, for messages.</param>
    /// <exception cref="DdbException">It is no template, or its table's indexes cannot be edited.</exception>
    public IndexEdit(string text, TemplateTable table, string? source)
    {
        this.text = text;
        errors = new TemplateErrors(source);
        document = TemplateDocument.Read(text, errors);
        var top = TemplatePlace.Top(document, errors).AsMapping();
        resources = (top.Find("Resources") ?? throw errors.NoTable("it has no section Resources")).AsMapping();
        resolver = new TextResolver(document.Root, table);
        tableId = new TableFinder(resources, resolver, table).Find();
        list = resources.Find(tableId)!.AsMapping().Find("Properties")?.AsMapping().Find(Indexes)?.AsList();
    }

    /// <summary>Whether the table has such an index.</summary>
    /// <exception cref="DdbException">An item of the list cannot be told.</exception>
    public bool Has(string indexName) => Find(indexName) >= 0;

    /// <summary>The template with a copy of an index behind it, under another name and with another projection. The copy has the same key and settings.</summary>
    public string AddBeside(string indexName, string newName, IndexProjection projection)
    {
        var at = Require(indexName);
        var node = list!.Node.Items[at];
        if (TemplateMeaning.Of(node) is not TemplateMap copied || node.Resolved.Members.Any(member => member.IsMerge || member.Name is null))
            throw errors.NotEditable($"the index {indexName} in line {node.Line} takes members from elsewhere", $"write the index {indexName} out");
        var value = new TemplateMap([.. copied.Members.Select(member => member.Name switch
        {
            IndexName => (IndexName, TemplateValue.Of(newName)),
            Projection => (Projection, Value(projection)),
            _ => member,
        })]);
        IReadOnlyList<TemplateAddition> additions = [new(list, at, [new(newName, value)])];
        var style = BlockLayout.Of(document, resources, tableId);
        var edited = TemplateInsertion.Insert(document, additions, style);
        return Proven(edited, after => new AdditionCheck(additions).Holds(document, after));
    }

    /// <summary>The template without an index.</summary>
    public string Remove(string indexName)
    {
        var at = Require(indexName);
        if (list!.Node.Items.Count == 1)
            throw errors.NotEditable($"{indexName} is the only index in {list.Path}, and an empty list is refused by CloudFormation", $"take {Indexes} out of the table by hand");
        var item = list.Node.Items[at];
        if (AnchorOf(item, 0) is { } anchor)
            throw errors.NotEditable($"the index {indexName} in line {item.Line} has the anchor '{anchor}', which is used elsewhere", "write the value out where the alias is");
        var edited = list.Node.IsFlow ? new FlowRemoval(document).Remove(list.Node, at) : new BlockRemoval(document).Remove(list, at);
        // What was taken out, put back in, must give the template again.
        return Proven(edited, after => PlaceIn(after) is { } place
            && new AdditionCheck([new(place, at - 1, [new(indexName, TemplateMeaning.Of(item))])]).Holds(after, document));
    }

    private TemplatePlace? PlaceIn(TemplateDocument edited) =>
        TemplatePlace.Top(edited, errors).Find("Resources")?.Find(tableId)?.Find("Properties")?.Find(Indexes);

    private string Proven(string edited, Func<TemplateDocument, bool> holds)
    {
        try
        {
            if (holds(TemplateDocument.Read(edited, new TemplateErrors(null))))
                return text[..^document.Text.Length] + edited;
        }
        catch (DdbException)
        {
            // It cannot be read again, which is as good as another template.
        }

        throw errors.NotEditable("edited, it would not read as the same template but for the index", $"lay {list!.Path} out in block style, one item a line, or edit it by hand");
    }

    private int Require(string indexName) => Find(indexName) is var at && at >= 0
        ? at
        : throw errors.NotEditable($"its table {tableId} has no index {indexName}", "name the index as the template does");

    private int Find(string indexName)
    {
        var items = list?.Node.Items ?? [];
        for (var at = 0; at < items.Count; at++)
        {
            var item = items[at].Resolved;
            if (items[at].Tag is null && item.Kind == TemplateNodeKind.Mapping && resolver.Resolve(item.Read(IndexName)) is { } name)
            {
                if (name == indexName)
                    return at;
            }
            else
            {
                throw errors.NotEditable($"{list!.Path} has an item in line {item.Line} whose name or condition cannot be told", "write each index there without a condition, with its name");
            }
        }

        return -1;
    }

    private string? AnchorOf(TemplateNode node, int depth)
    {
        if (depth > TemplateDocument.MaximumDepth)
            return null;
        if (node.Anchor is { } anchor && document.Aliases.Contains(anchor))
            return anchor;
        return node.Items.Concat(node.Members.SelectMany(member => new[] { member.Key, member.Value })).Select(child => AnchorOf(child, depth + 1)).FirstOrDefault(found => found is not null);
    }

    private static TemplateMap Value(IndexProjection projection) => projection.NonKeyAttributes.Count == 0
        ? TemplateValue.Map(("ProjectionType", TemplateValue.Of(projection.Type)))
        : TemplateValue.Map(("ProjectionType", TemplateValue.Of(projection.Type)), ("NonKeyAttributes", TemplateValue.List(projection.NonKeyAttributes)));
}
