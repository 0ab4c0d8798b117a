using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>
/// Identity policies and a boundary: a Deny wins, then an Allow that the boundary allows too.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
/// </summary>
internal sealed class PolicyEvaluator(IReadOnlyList<SourcePolicy> policies, IReadOnlyList<SourcePolicy>? boundaries, SimulationContext context)
{
    public Evaluation Evaluate(string action, string resource)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var denying = Matching(policies, action, resource, allows: false, missing);
        var allowing = Matching(policies, action, resource, allows: true, missing);
        bool? withinBoundary = null;
        if (boundaries is not null)
        {
            denying = [.. denying, .. Matching(boundaries, action, resource, allows: false, missing)];
            withinBoundary = Matching(boundaries, action, resource, allows: true, missing).Count > 0;
        }

        var (decision, matched) = denying.Count > 0 ? ("explicitDeny", denying)
            : allowing.Count > 0 && withinBoundary != false ? ("allowed", allowing)
            : ("implicitDeny", []);
        return new Evaluation(action, resource, decision, matched, [.. missing], withinBoundary);
    }

    private List<SourcePolicy> Matching(IEnumerable<SourcePolicy> sources, string action, string resource, bool allows, SortedSet<string> missing) =>
        [.. sources.SelectMany(source => source.Document.Statements
            .Where(statement => statement.Allows == allows && IsSubject(statement, action, resource) && ConditionEvaluator.Holds(statement.Conditions, context, missing))
            .Select(_ => source))];

    private bool IsSubject(PolicyStatement statement, string action, string resource) =>
        (statement.Actions?.Any(pattern => Wildcard.Matches(pattern, action, ignoreCase: true))
            ?? !statement.NotActions!.Any(pattern => Wildcard.Matches(pattern, action, ignoreCase: true)))
        && (statement.Resources?.Any(pattern => IsResource(pattern, resource)) ?? !statement.NotResources!.Any(pattern => IsResource(pattern, resource)));

    private bool IsResource(string pattern, string resource) =>
        PolicyVariables.Replace(pattern, context, missing: null) is { } replaced && Wildcard.Matches(replaced, resource);
}
