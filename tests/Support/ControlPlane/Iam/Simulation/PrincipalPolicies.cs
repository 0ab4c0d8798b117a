namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>The identity policies of a principal, those of a user's groups too.</summary>
internal static class PrincipalPolicies
{
    public static IEnumerable<SourcePolicy> Of(IamStore store, Principal principal)
    {
        var type = principal.Kind.ToString().ToLowerInvariant();
        foreach (var (name, document) in principal.Inline)
            yield return new SourcePolicy($"{type}_{principal.Name}_{name}", type, document);
        foreach (var arn in principal.Attached)
            yield return new SourcePolicy(arn[(arn.LastIndexOf('/') + 1)..], type, store.GetPolicy(arn).Default.Document);
        foreach (var policy in principal.Groups.SelectMany(group => Of(store, store.Get(PrincipalKind.Group, group))))
            yield return policy;
    }
}
