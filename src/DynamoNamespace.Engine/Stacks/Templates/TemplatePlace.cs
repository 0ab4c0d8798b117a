namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>A value of a template by the way to it from the top. It finds what is below, and tells whether something can be added to it.</summary>
internal sealed class TemplatePlace
{
    private readonly TemplateDocument document;
    private readonly TemplateErrors errors;
    private readonly TemplatePlace? parent;

    private TemplatePlace(TemplateDocument document, TemplateErrors errors, TemplatePlace? parent, string path, TemplateNode node)
    {
        this.document = document;
        this.errors = errors;
        this.parent = parent;
        Path = path;
        Node = node;
    }

    /// <summary>Such as <c>Resources.RateLimitsTable.Properties</c>; empty at the top.</summary>
    public string Path { get; }

    public TemplateNode Node { get; }

    public TemplateErrors Errors => errors;

    public static TemplatePlace Top(TemplateDocument document, TemplateErrors errors) => new(document, errors, null, "", document.Root);

    /// <summary>A member's value; null where there is none.</summary>
    /// <exception cref="Errors.DdbException">The member stands there twice, or comes from elsewhere by a merge key.</exception>
    public TemplatePlace? Find(string name)
    {
        var found = Node.Members.Where(member => member.Name == name).ToList();
        return found switch
        {
            [var member] => new(document, errors, this, Path.Length == 0 ? name : $"{Path}.{name}", member.Value),
            [] when Node.Read(name) is { } merged => throw errors.NotEditable(
                $"{name} of {Name} comes from line {merged.Line} by a merge key", $"write {name} out where it is used"),
            [] => null,
            _ => throw errors.NotEditable($"{Name} has {name} more than once, in lines {string.Join(" and ", found.Select(member => member.Key.Line))}", "leave one of them"),
        };
    }

    /// <summary>Asks for a mapping that members can be added to.</summary>
    public TemplatePlace AsMapping() => Require(TemplateNodeKind.Mapping, "a mapping");

    /// <summary>Asks for a list that items can be added to.</summary>
    public TemplatePlace AsList() => Require(TemplateNodeKind.Sequence, "a list");

    private string Name => Path.Length == 0 ? "the template" : Path;

    private TemplatePlace Require(TemplateNodeKind kind, string kindName)
    {
        if (Node.Kind == TemplateNodeKind.Alias)
            throw errors.NotEditable($"{Name} in line {Node.Line} is an alias of '{Node.Value}'", "write the value out there");
        // A transform stands beside other members, and only looks like a function where there are none.
        var isFunction = kind == TemplateNodeKind.Mapping && TemplateMeaning.Of(Node) is TemplateCall { Function: not "Fn::Transform" };
        if (Node.Tag is not null || Node.Kind != kind || isFunction)
            throw errors.NotEditable($"{Name} in line {Node.Line} is {Describe()} and not {kindName}", $"make it {kindName}, or add the missing parts by hand");
        for (var place = this; place is not null; place = place.parent)
        {
            if (place.Node.Anchor is { } anchor && document.Aliases.Contains(anchor))
                throw errors.NotEditable($"{place.Name} in line {place.Node.Line} has the anchor '{anchor}', and aliases of it would change with it", "write the value out where the alias is");
        }

        return this;
    }

    private string Describe() => TemplateMeaning.Of(Node) switch
    {
        TemplateCall call => $"the function {call.Function}",
        TemplateText { Value.Length: 0 } => "empty",
        TemplateText text => $"the text '{text.Value}'",
        TemplateList => "a list",
        _ => "a mapping",
    };
}
