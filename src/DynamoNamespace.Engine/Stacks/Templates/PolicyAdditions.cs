namespace DynamoNamespace.Engine.Stacks.Templates;

/// <summary>
/// The policies and outputs that a template lacks. A policy limits a principal to the keys of the namespace that its tag names, and to those that
/// all namespaces share. See https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html.
/// </summary>
internal sealed class PolicyAdditions(TemplatePlace top, TemplatePlace resources, string tableId)
{
    private const string PolicyType = "AWS::IAM::ManagedPolicy";
    private const string Outputs = "Outputs";

    // IAM fills this in, and no template may: it must not come into a Fn::Sub.
    private const string OwnKeys = "${aws:PrincipalTag/zael_namespace_id}/*";
    private const string SharedKeys = "_/*";

    private static readonly string[] Reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];

    private static readonly NamespacePolicy[] Policies =
    [
        new("NamespaceAcquirePolicy", "AcquireOnlyPolicy", "ns-acq", [new([.. Reads, "dynamodb:UpdateItem"], [OwnKeys]), new(Reads, [SharedKeys])]),
        new("NamespaceFullAccessPolicy", "FullAccessPolicy", "ns-full", [new([.. Reads, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"], [OwnKeys, SharedKeys])]),
        new("NamespaceReadOnlyPolicy", "ReadOnlyPolicy", "ns-read", [new(Reads, [OwnKeys, SharedKeys])]),
    ];

    private readonly TemplateErrors errors = top.Errors;

    public IEnumerable<TemplateAddition> Create() => CreatePolicies().Concat(CreateOutputs());

    private IEnumerable<TemplateAddition> CreatePolicies()
    {
        var missing = Policies.Where(IsMissing).ToList();
        return missing.Count == 0
            ? []
            : [new(resources, LastOf(resources, Policies.SelectMany(policy => new[] { policy.LogicalId, policy.TableLevelId })), [.. missing.Select(policy => new AddedPart(policy.LogicalId, Resource(policy)))])];
    }

    private bool IsMissing(NamespacePolicy policy)
    {
        if (resources.Find(policy.LogicalId) is { } existing)
        {
            var type = TableFinder.TypeOf(existing.Node);
            return type == PolicyType ? false : throw errors.Conflict(
                $"the resource {policy.LogicalId} in line {existing.Node.Line} is {type ?? "of no type"} and not {PolicyType}", "rename that resource");
        }

        // Logical IDs of parameters and resources share one set of names.
        return top.Node.Read("Parameters")?.Read(policy.LogicalId) is { } parameter
            ? throw errors.Conflict($"a parameter in line {parameter.Line} has the name {policy.LogicalId}", "rename that parameter")
            : true;
    }

    private IEnumerable<TemplateAddition> CreateOutputs()
    {
        var outputs = top.Find(Outputs)?.AsMapping();
        var missing = Policies.Where(policy => outputs?.Find(policy.OutputName) is null)
            .Select(policy => new AddedPart(policy.OutputName, Output(policy)))
            .ToList();
        if (missing.Count == 0)
            return [];
        return outputs is null
            ? [new(top, top.Node.Count - 1, [new(Outputs, TemplateValue.Map([.. missing.Select(part => (part.Label, part.Value))]), [.. missing.Select(part => part.Label)])])]
            : [new(outputs, LastOf(outputs, Policies.SelectMany(policy => new[] { policy.OutputName, policy.TableLevelId + "Arn" })), missing)];
    }

    private static int LastOf(TemplatePlace section, IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        var last = section.Node.Members.ToList().FindLastIndex(member => member.Name is { } name && known.Contains(name));
        return last >= 0 ? last : section.Node.Count - 1;
    }

    private TemplateMap Resource(NamespacePolicy policy)
    {
        var resource = TemplateValue.List([TemplateValue.GetAtt(tableId, "Arn"), TemplateValue.Sub($"${{{tableId}.Arn}}/index/*")]);
        var statements = policy.Grants.Select(grant => TemplateValue.Map(
            ("Effect", TemplateValue.Of("Allow")),
            ("Action", TemplateValue.List(grant.Actions)),
            ("Resource", resource),
            ("Condition", TemplateValue.Map(("ForAllValues:StringLike", TemplateValue.Map(("dynamodb:LeadingKeys", TemplateValue.List(grant.Keys))))))));
        var properties = TemplateValue.Map(
            ("ManagedPolicyName", TemplateValue.Sub("${AWS::StackName}-" + policy.NameSuffix)),
            ("PolicyDocument", TemplateValue.Map(("Version", TemplateValue.Of("2012-10-17")), ("Statement", TemplateValue.List(statements)))));
        return new([("Type", TemplateValue.Of(PolicyType)), .. Condition(policy), ("Properties", properties)]);
    }

    private TemplateMap Output(NamespacePolicy policy) => new([.. Condition(policy), ("Value", TemplateValue.Ref(policy.LogicalId))]);

    /// <summary>
    /// A policy is there when its table-level counterpart is, so that a stack without IAM stays one, or else when the table is. An output is there
    /// when its policy is.
    /// </summary>
    private IEnumerable<(string, TemplateValue)> Condition(NamespacePolicy policy)
    {
        var counterpart = resources.Node.Read(policy.TableLevelId);
        var source = resources.Node.Read(policy.LogicalId)
            ?? (counterpart is not null && TableFinder.TypeOf(counterpart) == PolicyType ? counterpart : resources.Node.Read(tableId));
        return source?.Read("Condition") is { IsText: true } condition ? [("Condition", TemplateValue.Of(condition.Value))] : [];
    }

    private sealed record NamespacePolicy(string LogicalId, string TableLevelId, string NameSuffix, Grant[] Grants)
    {
        public string OutputName => LogicalId + "Arn";
    }

    private sealed record Grant(string[] Actions, string[] Keys);
}
