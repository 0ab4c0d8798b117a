using System.Text.Json.Nodes;
using DynamoNamespace.Tests.Support.ControlPlane.CloudFormation.Templates;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>
/// A statement's condition block: every operator and every key in it must hold.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
/// </summary>
internal static class ConditionEvaluator
{
    public static bool Holds(JsonObject conditions, SimulationContext context, ISet<string> missing)
    {
        var holds = true;
        foreach (var (name, keys) in conditions)
        {
            var operation = ConditionOperator.Parse(name);
            // All are looked at, so that every key that the request lacks is told.
            foreach (var (key, expected) in keys!.AsObject())
                holds &= Holds(operation, key, Texts(expected), context, missing);
        }

        return holds;
    }

    private static bool Holds(ConditionOperator operation, string key, List<string> expected, SimulationContext context, ISet<string> missing)
    {
        var actual = context.Find(key);
        if (operation.Name == "Null")
            return expected.TrueForAll(value => bool.Parse(value) == (actual is null));
        if (actual is null)
            missing.Add(key);
        if (actual is null or [])
            return operation.Quantifier == "ForAllValues" || operation.IfExists || (operation.IsNegated && operation.Quantifier.Length == 0);

        var values = expected.Select(value => PolicyVariables.Replace(value, context, missing)).OfType<string>().ToList();
        return operation.Quantifier switch
        {
            "ForAllValues" => actual.All(IsMatch),
            "ForAnyValue" => actual.Any(IsMatch),
            _ => actual.Count == 1 && IsMatch(actual[0]),
        };

        bool IsMatch(string value) => operation.IsNegated
            ? values.TrueForAll(one => !operation.Compare(value, one))
            : values.Exists(one => operation.Compare(value, one));
    }

    private static List<string> Texts(JsonNode? node) => node is JsonArray several ? [.. several.Select(JsonText.Of)] : [JsonText.Of(node)];
}
