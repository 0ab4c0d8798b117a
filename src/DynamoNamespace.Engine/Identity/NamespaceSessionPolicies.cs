using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Makes policies that list their namespaces.</summary>
public static class NamespaceSessionPolicies
{
    /// <summary>Makes a policy. Of a table that is named, each namespace must be registered and active.</summary>
    /// <exception cref="DdbException">No table or namespace is named, a namespace is not registered, or the policy gets too long.</exception>
    public static Task<DdbNamespacePolicy> CreateAsync(SessionPolicyOptions options, CancellationToken cancellationToken)
    {
        if (options is { TableName: null, TableArn: null })
        {
            throw new DdbException("TableNotNamed", DdbErrorKind.InvalidArgument, null,
                "No table is named that the policy is for. Give its name or its ARN; nothing was made.");
        }

        var arn = options.TableArn is null ? null : TableArn.Parse(options.TableArn);
        if (arn is not null && options.TableName is { } name && name != arn.TableName)
            throw Mismatch(arn, $"is of the table '{arn.TableName}', not '{name}'. Name one of the two");
        return arn is not null && options.Namespaces.Count == 0
            ? Task.FromResult(SessionPolicyBuilder.Build(arn.Text, options.Access, options.Kind, options.NamespaceIds))
            : BuildFromRegistryAsync(options, arn, cancellationToken);
    }

    private static Task<DdbNamespacePolicy> BuildFromRegistryAsync(SessionPolicyOptions options, TableArn? arn, CancellationToken cancellationToken) =>
        NamespaceOperations.RunAsync(options.Connection, arn?.TableName ?? options.TableName!, async (registry, _, table) =>
        {
            if (arn is not null && arn.Text != table.Arn)
                throw Mismatch(arn, $"is not the table that this connection reaches, '{table.Arn}', so its namespaces cannot be looked up. Check the Region and the account, or give the namespaces' IDs");
            var ids = new List<string>();
            foreach (var name in options.Namespaces)
                ids.Add((await registry.ResolveAsync(name, id: null, cancellationToken)).NamespaceId);
            foreach (var id in options.NamespaceIds)
                ids.Add((await registry.ResolveAsync("", id, cancellationToken)).NamespaceId);
            return SessionPolicyBuilder.Build(table.Arn, options.Access, options.Kind, ids);
        }, cancellationToken);

    private static DdbException Mismatch(TableArn arn, string problem) =>
        new("TableArnMismatch", DdbErrorKind.InvalidArgument, arn.Text, $"The ARN '{arn.Text}' {problem}; nothing was made.");
}
