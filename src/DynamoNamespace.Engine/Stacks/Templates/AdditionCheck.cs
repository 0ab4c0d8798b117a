namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>Proves a finished edit: read again, the template holds all that it held, in its order and its spelling, and the additions where they belong.</summary>
internal sealed class AdditionCheck(IReadOnlyList<TemplateAddition> additions)
{
    private readonly Dictionary<TemplateNode, TemplateAddition> byNode = additions.ToDictionary(addition => addition.Place.Node);

    public bool Holds(TemplateDocument before, TemplateDocument after) =>
        before.IsJson == after.IsJson && IsSame(before.Root, after.Root);

    private bool IsSame(TemplateNode before, TemplateNode after)
    {
        if (before.Kind != after.Kind || before.Tag != after.Tag || before.Anchor != after.Anchor || before.Value != after.Value
            || before.Form != after.Form || before.IsFlow != after.IsFlow)
        {
            return false;
        }

        var addition = byNode.GetValueOrDefault(before);
        var added = addition?.Parts.Count ?? 0;
        var gap = addition is null ? 0 : addition.After + 1;
        if (after.Count != before.Count + added)
            return false;
        for (var at = 0; at < before.Count; at++)
        {
            if (!IsSameChild(before, at, after, at < gap ? at : at + added))
                return false;
        }

        return addition is null || addition.Parts.Select((part, at) => IsAdded(part, after, gap + at)).All(found => found);
    }

    private bool IsSameChild(TemplateNode before, int at, TemplateNode after, int afterAt) => before.Kind == TemplateNodeKind.Mapping
        ? IsSame(before.Members[at].Key, after.Members[afterAt].Key) && IsSame(before.Members[at].Value, after.Members[afterAt].Value)
        : IsSame(before.Items[at], after.Items[afterAt]);

    private static bool IsAdded(AddedPart part, TemplateNode after, int at)
    {
        var isMapping = after.Kind == TemplateNodeKind.Mapping;
        var value = isMapping ? after.Members[at].Value : after.Items[at];
        return (!isMapping || after.Members[at].Name == part.Label) && FlowText.Minify(TemplateMeaning.Of(value)) == FlowText.Minify(part.Value);
    }
}
