using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html</summary>
internal sealed class SimulationActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal) { ["SimulatePrincipalPolicy"] = SimulatePrincipalPolicy };

    private IEnumerable<XElement?> SimulatePrincipalPolicy(AwsRequest request)
    {
        var parameters = request.Parameters;
        var arn = parameters.Required("PolicySourceArn");
        var principal = store.FindByArn(arn)
            ?? throw (arn.StartsWith("arn:", StringComparison.Ordinal) ? IamStore.NoSuchEntity($"Simulated principal {arn} does not exist.") : new AwsException("InvalidInput", $"Invalid Entity Arn: {arn}"));
        var actions = parameters.Texts("ActionNames") is { Count: > 0 } named ? named : throw AwsException.Validation("1 validation error detected: Value null at 'actionNames' failed to satisfy constraint: Member must not be null");
        var resources = parameters.Texts("ResourceArns") is { Count: > 0 } arns ? arns : ["*"];
        var context = SimulationContext.Read(principal, parameters.Structures("ContextEntries") ?? []);
        var policies = PrincipalPolicies.Of(store, principal)
            .Concat((parameters.Texts("PolicyInputList") ?? []).Select((text, i) => new SourcePolicy($"PolicyInputList.{i + 1}", "none", text)))
            .ToList();
        var boundaries = parameters.Texts("PermissionsBoundaryPolicyInputList") is { Count: > 0 } given ? given
            : principal.PermissionsBoundary is { } boundary ? [store.GetPolicy(boundary).Default.Document]
            : null;

        var evaluator = new PolicyEvaluator(policies, boundaries?.ConvertAll(text => new SourcePolicy("PermissionsBoundary", "none", text)), context);
        var results = actions.SelectMany(action => resources.Select(resource => evaluator.Evaluate(action, resource)));
        return IamPage.Of(request, "EvaluationResults", results, Describe);
    }

    private static IEnumerable<XElement?> Describe(Evaluation evaluation) =>
    [
        QueryXml.Text("EvalActionName", evaluation.Action),
        QueryXml.Text("EvalResourceName", evaluation.Resource),
        QueryXml.Text("EvalDecision", evaluation.Decision),
        QueryXml.List("MatchedStatements", evaluation.Matched, policy =>
        [
            QueryXml.Text("SourcePolicyId", policy.Id),
            QueryXml.Text("SourcePolicyType", policy.Type),
            QueryXml.Structure("StartPosition", QueryXml.Number("Line", 1), QueryXml.Number("Column", 1)),
            QueryXml.Structure("EndPosition", QueryXml.Number("Line", policy.Text.Split('\n').Length), QueryXml.Number("Column", policy.Text.Split('\n')[^1].Length + 1)),
        ]),
        QueryXml.Texts("MissingContextValues", evaluation.Missing),
        evaluation.AllowedByBoundary is { } allowed
            ? QueryXml.Structure("PermissionsBoundaryDecisionDetail", QueryXml.Flag("AllowedByPermissionsBoundary", allowed))
            : null,
    ];
}
