using System.Text;

namespace DynamoNamespace.Tests.Unit.Stacks.Templates;

/// <summary>Writes one and the same template in many layouts.</summary>
internal sealed record TemplateWriter
{
    private static readonly (string, object) Content = ("", new List<(string, object)>
    {
        ("AWSTemplateFormatVersion", "'2010-09-09'"),
        ("Resources", new List<(string, object)>
        {
            ("Topic", new List<(string, object)> { ("Type", "AWS::SNS::Topic") }),
            ("RateLimitsTable", new List<(string, object)>
            {
                ("Type", "AWS::DynamoDB::Table"),
                ("Properties", new List<(string, object)>
                {
                    ("TableName", "!Sub \"${AWS::StackName}\""),
                    ("BillingMode", "PAY_PER_REQUEST"),
                    ("AttributeDefinitions", new List<object> { Definition("PK"), Definition("SK"), Definition("GSI1PK") }),
                    ("KeySchema", new List<object> { Key("PK", "HASH"), Key("SK", "RANGE") }),
                    ("GlobalSecondaryIndexes", new List<object> { Index("GSI1", "GSI1PK"), Index("GSI2", "SK") }),
                    ("Tags", new List<object> { new List<(string, object)> { ("Key", "\"a: b # c\""), ("Value", "'it''s {one}'") } }),
                }),
            }),
            ("Queue", new List<(string, object)> { ("Type", "AWS::SQS::Queue"), ("Properties", new List<(string, object)> { ("QueueName", "!GetAtt Topic.TopicName") }) }),
        }),
        ("Outputs", new List<(string, object)>
        {
            ("TableName", new List<(string, object)> { ("Value", "!Ref RateLimitsTable") }),
            ("TableArn", new List<(string, object)> { ("Value", "!GetAtt RateLimitsTable.Arn"), ("Description", "plain text with spaces") }),
        }),
    });

    public int Step { get; init; } = 2;

    public int Dash { get; init; } = 2;

    public string NewLine { get; init; } = "\n";

    /// <summary>Blank lines between members of sections and items of lists.</summary>
    public bool IsSpaced { get; init; }

    /// <summary>Comments of their own, behind values, and deeper than what follows.</summary>
    public bool HasComments { get; init; }

    /// <summary>Without a line break at the end.</summary>
    public bool EndsInLine { get; init; }

    /// <summary>The section that is written in brackets.</summary>
    public string? Brackets { get; init; }

    public bool BracketsOverLines { get; init; }

    public string Write()
    {
        var lines = Lines(Content.Item2).ToList();
        var text = string.Join("\n", lines) + (EndsInLine ? "" : "\n");
        return text.Replace("\n", NewLine, StringComparison.Ordinal);
    }

    private static List<(string, object)> Definition(string name) => [("AttributeName", name), ("AttributeType", "S")];

    private static List<(string, object)> Key(string name, string type) => [("AttributeName", name), ("KeyType", type)];

    private static List<(string, object)> Index(string name, string key) =>
        [("IndexName", name), ("KeySchema", new List<object> { Key(key, "HASH") }), ("Projection", new List<(string, object)> { ("ProjectionType", "ALL") })];

    private IEnumerable<string> Lines(object value)
    {
        switch (value)
        {
            case List<(string, object)> map:
                foreach (var (name, member) in map)
                {
                    foreach (var line in Member(name, member))
                        yield return line;
                }

                break;
            case List<object> list:
                foreach (var item in list)
                {
                    var first = true;
                    foreach (var line in Lines(item))
                    {
                        yield return (first ? "- " : "  ") + line;
                        first = false;
                    }

                    if (HasComments)
                        yield return "  # about that item";
                    if (IsSpaced)
                        yield return "";
                }

                break;
        }
    }

    private IEnumerable<string> Member(string name, object value)
    {
        if (HasComments)
            yield return $"# what {name} is: or not";
        if (value is string text)
        {
            yield return $"{name}: {text}{(HasComments ? "  # so: [it] is" : "")}";
            yield break;
        }

        if (name == Brackets)
        {
            var lines = Flow(value, BracketsOverLines ? 1 : 0).Split('\n');
            yield return $"{name}: {lines[0]}";
            foreach (var line in lines.Skip(1))
                yield return new string(' ', Step) + line;
            yield break;
        }

        yield return $"{name}:";
        var indent = new string(' ', value is List<object> ? Dash : Step);
        foreach (var line in Lines(value))
            yield return line.Length == 0 ? "" : indent + line;
        if (IsSpaced)
            yield return "";
    }

    private static string Flow(object value, int depth)
    {
        var separator = depth > 0 ? "\n" + new string(' ', 2 * depth) : "";
        var inner = depth > 0 ? depth + 1 : 0;
        var between = depth > 0 ? "," + separator : ", ";
        var end = depth > 0 ? "\n" + new string(' ', 2 * (depth - 1)) : "";
        var text = new StringBuilder();
        return value switch
        {
            List<(string, object)> map => text.Append('{').Append(separator).AppendJoin(between, map.Select(member => $"{member.Item1}: {Flow(member.Item2, inner)}")).Append(end).Append('}').ToString(),
            List<object> list => text.Append('[').Append(separator).AppendJoin(between, list.Select(item => Flow(item, inner))).Append(end).Append(']').ToString(),
            _ => (string)value,
        };
    }
}
