using System.Text.Json.Nodes;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

/// <summary>A template as another reader sees it: as JSON with long intrinsics, aliases followed.</summary>
internal static class ReadTemplate
{
    private static readonly string[] Policies = ["NamespaceAcquirePolicy", "NamespaceFullAccessPolicy", "NamespaceReadOnlyPolicy"];

    public static JsonNode Of(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text.TrimStart('\uFEFF')));
        return Of(Assert.Single(stream.Documents).RootNode)!;
    }

    /// <summary>Takes the additions out of the result, each of which must be what the facts say, and expects the template.</summary>
    public static void AssertOnlyAdded(string text, string result, string tableId)
    {
        var before = Of(text);
        var after = Of(result);
        TakeTable(before["Resources"]![tableId]!["Properties"]!, after["Resources"]![tableId]!["Properties"]!);
        TakeSection(before["Resources"]!.AsObject(), after["Resources"]!.AsObject(), "", name => ExpectedPolicy(name, tableId));
        if (before["Outputs"] is null)
            before["Outputs"] = new JsonObject();
        TakeSection(before["Outputs"]!.AsObject(), after["Outputs"]!.AsObject(), "Arn", name => new JsonObject { ["Value"] = Call("Ref", name) });
        AssertSame(before, after);
    }

    public static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected?.ToJsonString()}, and it is {actual?.ToJsonString()}.");

    private static void TakeTable(JsonNode before, JsonNode after)
    {
        foreach (var name in new[] { "GSI4PK", "GSI4SK" })
            Take(before["AttributeDefinitions"]!.AsArray(), after["AttributeDefinitions"]!.AsArray(), JsonNode.Parse($$"""{"AttributeName":"{{name}}","AttributeType":"S"}""")!, "AttributeName");
        if (before["GlobalSecondaryIndexes"] is null)
            before["GlobalSecondaryIndexes"] = new JsonArray();
        Take(before["GlobalSecondaryIndexes"]!.AsArray(), after["GlobalSecondaryIndexes"]!.AsArray(), JsonNode.Parse(
            """
            {"IndexName":"GSI4","KeySchema":[{"AttributeName":"GSI4PK","KeyType":"HASH"},{"AttributeName":"GSI4SK","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}
            """)!, "IndexName");
    }

    private static void Take(JsonArray before, JsonArray after, JsonNode expected, string name)
    {
        if (before.Any(IsIt))
            return;
        var found = Assert.Single(after, IsIt)!;
        AssertSame(expected, found);
        after.Remove(found);

        bool IsIt(JsonNode? item) => item is JsonObject one && one[name]?.ToJsonString() == expected[name]!.ToJsonString();
    }

    private static void TakeSection(JsonObject before, JsonObject after, string suffix, Func<string, JsonObject> expect)
    {
        foreach (var policy in Policies.Where(policy => !before.ContainsKey(policy + suffix)))
        {
            var found = Assert.IsType<JsonObject>(after[policy + suffix]);
            // Conditions have tests of their own.
            found.Remove("Condition");
            AssertSame(expect(policy), found);
            after.Remove(policy + suffix);
        }
    }

    private static JsonObject ExpectedPolicy(string name, string tableId)
    {
        const string Own = "${aws:PrincipalTag/zael_namespace_id}/*";
        string[] reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
        return name switch
        {
            "NamespaceAcquirePolicy" => Policy("ns-acq", tableId, Statement(tableId, [.. reads, "dynamodb:UpdateItem"], Own), Statement(tableId, reads, "_/*")),
            "NamespaceFullAccessPolicy" => Policy("ns-full", tableId, Statement(tableId, [.. reads, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"], Own, "_/*")),
            _ => Policy("ns-read", tableId, Statement(tableId, reads, Own, "_/*")),
        };
    }

    private static JsonObject Policy(string suffix, string tableId, params JsonNode[] statements) => new()
    {
        ["Type"] = "AWS::IAM::ManagedPolicy",
        ["Properties"] = new JsonObject
        {
            ["ManagedPolicyName"] = Call("Fn::Sub", "${AWS::StackName}-" + suffix),
            ["PolicyDocument"] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statements) },
        },
    };

    private static JsonObject Statement(string tableId, string[] actions, params string[] keys) => new()
    {
        ["Effect"] = "Allow",
        ["Action"] = Texts(actions),
        ["Resource"] = new JsonArray(new JsonObject { ["Fn::GetAtt"] = Texts([tableId, "Arn"]) }, Call("Fn::Sub", $"${{{tableId}.Arn}}/index/*")),
        ["Condition"] = new JsonObject { ["ForAllValues:StringLike"] = new JsonObject { ["dynamodb:LeadingKeys"] = Texts(keys) } },
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject Call(string function, string argument) => new() { [function] = argument };

    private static JsonNode? Of(YamlNode node)
    {
        var value = node switch
        {
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Of)]),
            YamlMappingNode mapping => new JsonObject(mapping.Children.Select(member => KeyValuePair.Create(((YamlScalarNode)member.Key).Value!, Of(member.Value)))),
            _ => (JsonNode?)null,
        };
        if (node.Tag.IsEmpty || !node.Tag.Value.StartsWith('!'))
            return value;
        var function = node.Tag.Value == "!Ref" ? "Ref" : "Fn::" + node.Tag.Value[1..];
        return new JsonObject { [function] = function == "Fn::GetAtt" && node is YamlScalarNode path ? Texts(path.Value!.Split('.', 2)) : value };
    }
}
