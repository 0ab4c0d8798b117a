using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Simulation;

/// <summary>The values of a request's context keys; keys are compared in any case.</summary>
internal sealed class SimulationContext
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    public static SimulationContext Read(Principal principal, List<QueryParameters> entries)
    {
        var context = new SimulationContext();
        context._values["aws:PrincipalArn"] = [principal.Arn];
        context._values["aws:PrincipalAccount"] = [Account.Id];
        foreach (var (key, value) in principal.Tags)
            context._values[$"aws:PrincipalTag/{key}"] = [value];
        foreach (var entry in entries)
            context._values[entry.Required("ContextKeyName")] = entry.Texts("ContextKeyValues") ?? [];
        return context;
    }

    /// <summary>Null where the request does not carry the key.</summary>
    public IReadOnlyList<string>? Find(string key) => _values.GetValueOrDefault(key);
}
