using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Policies;

namespace DynamoNamespace.Tests.Unit.Identity;

/// <summary>Policies and principals for these tests.</summary>
internal static class Policy
{
    public const string TableArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/limits";
    public const string Id = "a7x3kq";
    public const string Resources = $"[\"{TableArn}\",\"{TableArn}/index/*\"]";
    public const string Reads = "\"dynamodb:GetItem\",\"dynamodb:BatchGetItem\",\"dynamodb:Query\"";
    private const string Writes = "\"dynamodb:PutItem\",\"dynamodb:UpdateItem\",\"dynamodb:DeleteItem\"";
    private const string TagKeys = "\"${aws:PrincipalTag/zael_namespace_id}/*\"";

    /// <summary>The stack's three policies for namespaces.</summary>
    public static PolicyDocument Acquire { get; } = Of("limits-ns-acq",
        Allow($"[{Reads},\"dynamodb:UpdateItem\"]", Leading($"[{TagKeys}]")), Allow($"[{Reads}]", Leading("[\"_/*\"]")));

    public static PolicyDocument Full { get; } = Of("limits-ns-full", Allow($"[{Reads},{Writes}]", Leading($"[{TagKeys},\"_/*\"]")));

    public static PolicyDocument Read { get; } = Of("limits-ns-read", Allow($"[{Reads}]", Leading($"[{TagKeys},\"_/*\"]")));

    /// <summary>The stack's policy for the whole table.</summary>
    public static PolicyDocument TableLevel { get; } = Of("limits-full", Allow($"[{Reads},{Writes}]"));

    public static PolicyDocument Stack(string access) => access switch { "acq" => Acquire, "full" => Full, _ => Read };

    public static PolicyDocument Of(string name, params string[] statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", name);

    public static string Allow(string actions, string? condition = null, string resources = Resources) => Statement("Allow", $"\"Action\":{actions}", condition, resources);

    public static string Deny(string actions, string? condition = null, string resources = Resources) => Statement("Deny", $"\"Action\":{actions}", condition, resources);

    public static string Statement(string effect, string action, string? condition, string resources = Resources) =>
        $$"""{"Effect":"{{effect}}",{{action}},"Resource":{{resources}}{{(condition is null ? "" : $",\"Condition\":{condition}")}}}""";

    public static string Leading(string keys, string @operator = "ForAllValues:StringLike") =>
        $$$"""{"{{{@operator}}}":{"dynamodb:LeadingKeys":{{{keys}}}}}""";

    public static PrincipalPolicies Role(string? tag, params PolicyDocument[] policies) => new()
    {
        Name = "worker",
        Arn = "arn:aws:iam::123456789012:role/app/worker",
        Type = "Role",
        Tags = tag is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new(StringComparer.Ordinal) { ["zael_namespace_id"] = tag },
        Policies = policies,
    };
}
