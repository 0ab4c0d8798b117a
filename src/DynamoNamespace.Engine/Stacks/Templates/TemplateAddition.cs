namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>What is added to one mapping or list of a template, all in one place.</summary>
/// <param name="Place">What it is added to.</param>
/// <param name="After">The index of the member or item that it follows; -1 for none, in an empty one.</param>
/// <param name="Parts">The names, empty for items of a list, and the values.</param>
internal sealed record TemplateAddition(TemplatePlace Place, int After, IReadOnlyList<AddedPart> Parts)
{
    /// <summary>As users are told of it, such as <c>Resources: NamespaceAcquirePolicy</c>.</summary>
    public IEnumerable<string> Descriptions => Parts.SelectMany(part => part.Holds is { } holds
        ? holds.Select(held => $"{Below(part.Label)}: {held}")
        : [$"{Place.Path}: {part.Label}"]);

    private string Below(string name) => Place.Path.Length == 0 ? name : $"{Place.Path}.{name}";
}

/// <summary>One added member of a mapping, or item of a list.</summary>
/// <param name="Label">What it is called: its name or, of an item, what it is about.</param>
/// <param name="Value">Its value.</param>
/// <param name="Holds">What is in it, where a section is added that was not there at all.</param>
internal sealed record AddedPart(string Label, TemplateValue Value, IReadOnlyList<string>? Holds = null);
