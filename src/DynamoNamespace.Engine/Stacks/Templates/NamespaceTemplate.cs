using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// Adds to a stack's template what namespaces need: GSI4 with its attributes, the three policies, and their outputs. The template stays as it is
/// otherwise, to the byte: everything is inserted, laid out as its neighbours are.
/// </summary>
internal static class NamespaceTemplate
{
    /// <summary>Converts a template, YAML or JSON. One that has all of it comes out as it is.</summary>
    /// <param name="text">The template.</param>
    /// <param name="table">Which of its tables is meant.</param>
    /// <param name="source">The file or stack that it is of, for messages.</param>
    /// <exception cref="DdbException">It is no such template, or cannot be converted without changing what is there.</exception>
    public static TemplateConversion Convert(string text, TemplateTable table, string? source = null)
    {
        var errors = new TemplateErrors(source);
        var document = TemplateDocument.Read(text, errors);
        var top = TemplatePlace.Top(document, errors).AsMapping();
        var resources = (top.Find("Resources") ?? throw errors.NoTable("it has no section Resources")).AsMapping();
        var resolver = new TextResolver(document.Root, table);
        var tableId = new TableFinder(resources, resolver, table).Find();
        List<TemplateAddition> additions =
        [
            .. new TableAdditions(resources.Find(tableId)!, tableId, resolver).Create(),
            .. new PolicyAdditions(top, resources, tableId).Create(),
        ];
        if (additions.Count == 0)
            return new(text, tableId, []);

        var style = BlockLayout.Of(document, resources, tableId);
        var edited = TemplateInsertion.Insert(document, additions, style);
        if (!IsProven(document, edited, additions))
            throw errors.NotEditable("edited, it would not read as the same template with the additions", "lay its table and its sections out in block style, or add the missing parts by hand");
        return new(text[..^document.Text.Length] + edited, tableId, [.. additions.SelectMany(addition => addition.Descriptions)]);
    }

    private static bool IsProven(TemplateDocument before, string edited, IReadOnlyList<TemplateAddition> additions)
    {
        try
        {
            return new AdditionCheck(additions).Holds(before, TemplateDocument.Read(edited, new TemplateErrors(null)));
        }
        catch (DdbException)
        {
            return false;
        }
    }
}
