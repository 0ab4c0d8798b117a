using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Checks whether a role or user reaches one namespace of a table, and no other.</summary>
public static class NamespaceAccessCheck
{
    /// <summary>Reads the principal's policies and tags and the table's registry, and works out what they come to. Nothing is changed.</summary>
    /// <exception cref="DdbException">There is no such principal, table or namespace, or a policy cannot be read.</exception>
    public static async Task<DdbNamespaceAccess> RunAsync(NamespaceAccessOptions options, CancellationToken cancellationToken)
    {
        var reference = PrincipalReference.Parse(options.PrincipalType, options.PrincipalName);
        var (table, ns, otherIds) = await NamespaceOperations.RunAsync(options.Connection, options.TableName, async (registry, _, table) =>
        {
            var ns = options.NamespaceId is null
                ? await registry.RequireByNameAsync(options.Namespace, cancellationToken)
                : await registry.RequireByIdAsync(options.NamespaceId, cancellationToken);
            // The items of a deleted namespace are there until it is cleared.
            var others = (await registry.ListAsync(all: true, cancellationToken)).Select(other => other.NamespaceId).Where(id => id != ns.NamespaceId).ToList();
            return (table, ns, others);
        }, cancellationToken);

        return await AwsCall.RunAsync(options.Connection, CallSubject.Principal(reference.Principal), async (services, _) =>
        {
            var reader = new PrincipalReader(services.Iam);
            var principal = await reader.ReadAsync(await reader.RequireAsync(reference, cancellationToken), cancellationToken);
            var (access, decisive) = NamespaceAccess.Ask(principal, table.Arn, ns.Name, ns.NamespaceId, otherIds, GlobalIndexesOf(table));
            return options.Simulate ? await new AccessSimulation(services.Iam).CompareAsync(access, decisive, cancellationToken) : access;
        }, cancellationToken);
    }

    private static IEnumerable<string> GlobalIndexesOf(TableDescriptor table) => table.Indexes.Where(index => !index.IsLocal).Select(index => index.Name);
}
