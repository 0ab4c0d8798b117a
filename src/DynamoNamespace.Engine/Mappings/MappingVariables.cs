using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>What is the same for the variables of all mappings.</summary>
internal static class MappingVariables
{
    /// <summary>The variable whose value comes from the registry, and from nowhere else.</summary>
    public const string NamespaceId = "namespaceId";

    public static string List(MappingDocument document) =>
        document.Variables.Count == 0 ? "none" : string.Join(", ", document.Variables.Keys.Order(StringComparer.Ordinal));

    /// <summary>The values that a caller gave, to which the registry's may be added.</summary>
    /// <exception cref="DdbException">One of them is not the caller's to give.</exception>
    public static Dictionary<string, string> Read(IReadOnlyDictionary<string, string> given) => !given.ContainsKey(NamespaceId)
        ? new Dictionary<string, string>(given, StringComparer.Ordinal)
        : throw new DdbException("VariableFromRegistry", DdbErrorKind.InvalidArgument, NamespaceId,
            $"The value of '{NamespaceId}' comes from the registry in the table. Name the namespace with -Namespace or -NamespaceId (--namespace, --namespace-id) instead; nothing was changed.");

    /// <summary>The values that a caller gave, without the one that comes from the registry, as the next command in a pipeline takes them.</summary>
    public static IReadOnlyDictionary<string, string> Given(IReadOnlyDictionary<string, string> values) =>
        values.Where(pair => pair.Key != NamespaceId).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
