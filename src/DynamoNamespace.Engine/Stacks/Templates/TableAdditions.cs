namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>What a table lacks of GSI4: definitions of its two key attributes, and the index. Whatever stands in the way is refused first.</summary>
internal sealed class TableAdditions
{
    public const string IndexName = "GSI4";

    private const string Definitions = "AttributeDefinitions";
    private const string Indexes = "GlobalSecondaryIndexes";
    private const string Throughput = "ProvisionedThroughput";

    private static readonly string[] IndexKey = ["GSI4PK", "GSI4SK"];
    private static readonly string[] KeyTypes = ["HASH", "RANGE"];

    private readonly TemplateErrors errors;
    private readonly TemplatePlace properties;
    private readonly TextResolver resolver;
    private readonly string logicalId;
    private readonly TemplatePlace definitions;
    private readonly IReadOnlyDictionary<string, string?> types;

    public TableAdditions(TemplatePlace table, string logicalId, TextResolver resolver)
    {
        errors = table.Errors;
        this.logicalId = logicalId;
        this.resolver = resolver;
        properties = (table.AsMapping().Find("Properties") ?? throw NotOurs("it has no properties")).AsMapping();
        RequireKey();
        definitions = (properties.Find(Definitions) ?? throw NotOurs($"it has no {Definitions}")).AsList();
        types = ReadTypes();
        if (types.GetValueOrDefault("PK") != "S" || types.GetValueOrDefault("SK") != "S")
            throw NotOurs($"its {Definitions} do not say that PK and SK are texts (S)");
    }

    public IEnumerable<TemplateAddition> Create() => CreateDefinitions().Concat(CreateIndex());

    private void RequireKey()
    {
        var key = properties.Node.Read("KeySchema");
        if (key is null || !HasKey(key, ["PK", "SK"]))
            throw NotOurs("its key is not PK (HASH) and SK (RANGE)");
    }

    private Dictionary<string, string?> ReadTypes()
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var item in definitions.Node.Items)
        {
            if (resolver.Resolve(item.Read("AttributeName")) is { } name)
                found[name] = resolver.Resolve(item.Read("AttributeType"));
        }

        return found;
    }

    private IEnumerable<TemplateAddition> CreateDefinitions()
    {
        foreach (var name in IndexKey)
        {
            if (types.TryGetValue(name, out var type) && type != "S")
            {
                throw errors.Conflict(
                    $"{definitions.Path} has {name} with the type '{type ?? "that cannot be told"}', and {IndexName} needs the type 'S'", "give the attribute another name in the index that uses it");
            }
        }

        var parts = IndexKey.Where(name => !types.ContainsKey(name))
            .Select(name => new AddedPart(name, TemplateValue.Map(("AttributeName", TemplateValue.Of(name)), ("AttributeType", TemplateValue.Of("S")))))
            .ToList();
        if (parts.Count == 0)
            yield break;
        var first = definitions.Node.Items.ToList().FindLastIndex(item => IndexKey.Contains(resolver.Resolve(item.Read("AttributeName")), StringComparer.Ordinal));
        yield return new(definitions, first >= 0 ? first : definitions.Node.Items.Count - 1, parts);
    }

    private IEnumerable<TemplateAddition> CreateIndex()
    {
        var index = new AddedPart(IndexName, Index());
        if (properties.Find(Indexes) is not { } list)
        {
            var after = properties.Node.Members.ToList().FindIndex(member => member.Name == "KeySchema");
            yield return new(properties, after >= 0 ? after : properties.Node.Count - 1, [new(Indexes, TemplateValue.List([index.Value]), [IndexName])]);
            yield break;
        }

        list.AsList();
        foreach (var item in list.Node.Items.Select(item => item.Resolved))
        {
            if (item.Tag is null && item.Kind == TemplateNodeKind.Mapping && resolver.Resolve(item.Read("IndexName")) is { } name)
            {
                if (name == IndexName)
                {
                    RequireSameIndex(item);
                    yield break;
                }
            }
            else if (Mentions(item, 0))
            {
                throw errors.NotEditable(
                    $"{list.Path} has an item in line {item.Line} that holds {IndexName} on a condition", $"write {IndexName} there without the condition");
            }
        }

        yield return new(list, list.Node.Items.Count - 1, [index]);
    }

    /// <summary>An index whose key or projection differs cannot be changed in place.</summary>
    private void RequireSameIndex(TemplateNode index)
    {
        var projection = resolver.Resolve(index.Read("Projection")?.Read("ProjectionType"));
        var isSameKey = index.Read("KeySchema") is { } key && HasKey(key, IndexKey);
        if (isSameKey && projection == "KEYS_ONLY")
            return;
        var difference = isSameKey ? $"the projection '{projection ?? "that cannot be told"}' and not KEYS_ONLY" : $"another key than {IndexKey[0]} (HASH) and {IndexKey[1]} (RANGE)";
        throw errors.Conflict(
            $"the table {logicalId} has an index {IndexName} in line {index.Line} with {difference}",
            "DynamoDB cannot change an index's key or projection, so remove that index first, in an update of its own");
    }

    private bool HasKey(TemplateNode schema, string[] names) =>
        schema is { Kind: TemplateNodeKind.Sequence, Tag: null } && schema.Items.Count == names.Length
        && names.Zip(KeyTypes).All(pair => schema.Items.Any(item =>
            resolver.Resolve(item.Read("AttributeName")) == pair.First && resolver.Resolve(item.Read("KeyType")) == pair.Second));

    private static bool Mentions(TemplateNode node, int depth) => depth <= TemplateDocument.MaximumDepth && (node.Kind switch
    {
        TemplateNodeKind.Scalar => node.Value == IndexName,
        TemplateNodeKind.Alias => Mentions(node.Resolved, depth + 1),
        TemplateNodeKind.Sequence => node.Items.Any(item => Mentions(item, depth + 1)),
        _ => node.Members.Any(member => Mentions(member.Value, depth + 1)),
    });

    private TemplateMap Index()
    {
        var key = TemplateValue.List(IndexKey.Zip(KeyTypes, (name, type) =>
            TemplateValue.Map(("AttributeName", TemplateValue.Of(name)), ("KeyType", TemplateValue.Of(type)))));
        List<(string, TemplateValue)> members =
        [
            ("IndexName", TemplateValue.Of(IndexName)),
            ("KeySchema", key),
            ("Projection", TemplateValue.Map(("ProjectionType", TemplateValue.Of("KEYS_ONLY")))),
        ];
        if (ReadThroughput() is { } throughput)
            members.Add((Throughput, throughput));
        return new(members);
    }

    // An index of a provisioned table needs units of its own, and those of the other indexes are the best guess.
    private TemplateValue? ReadThroughput()
    {
        if (resolver.Resolve(properties.Node.Read("BillingMode")) == "PAY_PER_REQUEST")
            return null;
        var node = properties.Node.Read(Indexes)?.Items.Select(item => item.Read(Throughput)).LastOrDefault(found => found is not null)
            ?? properties.Node.Read(Throughput);
        return node is null ? null : TemplateMeaning.Of(node);
    }

    private Exception NotOurs(string reason) => errors.TableUnsupported($"the table {logicalId} is no table of zae-limiter, because {reason}", "name the right table");
}
