using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>The tag <c>zael_namespace_id</c> of roles and users, each time on a connection of its own.</summary>
public static class NamespaceTags
{
    /// <summary>What the tag says, and with a table the name of that namespace.</summary>
    /// <exception cref="DdbException">There is no such principal.</exception>
    public static Task<DdbNamespaceIamTag> GetAsync(NamespaceTagOptions options, IIdentityAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, audience, (tagging, reference) => tagging.GetAsync(reference, cancellationToken), cancellationToken);

    /// <summary>Sets the tag to a namespace's ID. With a table, the namespace must be registered there and active.</summary>
    /// <returns>Null where the audience said no.</returns>
    /// <exception cref="DdbException">There is no such principal or namespace, its ID can be no tag, or IAM refuses.</exception>
    public static async Task<DdbNamespaceIamTag?> SetAsync(NamespaceTagOptions options, IIdentityAudience audience, CancellationToken cancellationToken)
    {
        var reference = PrincipalReference.Parse(options.PrincipalType, options.PrincipalName);
        var (id, name) = await ResolveAsync(options, reference, cancellationToken);
        NamespaceTag.CheckValue(id);
        return await RunAsync(options, audience, (tagging, _) => tagging.SetAsync(reference, id, name, cancellationToken), cancellationToken);
    }

    /// <summary>Removes the tag; where there is none there is nothing to do.</summary>
    /// <returns>Null where the audience said no.</returns>
    /// <exception cref="DdbException">There is no such principal, or IAM refuses.</exception>
    public static Task<DdbNamespaceIamTag?> RemoveAsync(NamespaceTagOptions options, IIdentityAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, audience, (tagging, reference) => tagging.RemoveAsync(reference, cancellationToken), cancellationToken);

    private static async Task<(string Id, string? Name)> ResolveAsync(NamespaceTagOptions options, PrincipalReference reference, CancellationToken cancellationToken)
    {
        if (options.TableName is null)
        {
            return options.NamespaceId is { } id ? (id, null) : throw new DdbException("NamespaceNotNamed", DdbErrorKind.InvalidArgument, reference.Principal.Name,
                $"No namespace is named that the {reference.Principal} is to belong to. Give a table and the namespace's name, or the namespace's ID; nothing was changed.");
        }

        // What the ID tells by itself is told before any call.
        if (options.NamespaceId is not null)
            NamespaceTag.CheckValue(options.NamespaceId);
        var ns = await NamespaceOperations.RunAsync(options.Connection, options.TableName,
            (registry, _, _) => registry.ResolveAsync(options.Namespace ?? "", options.NamespaceId, cancellationToken), cancellationToken);
        return (ns.NamespaceId, ns.Name);
    }

    private static Task<T> RunAsync<T>(
        NamespaceTagOptions options, IIdentityAudience audience, Func<NamespaceTagging, PrincipalReference, Task<T>> work, CancellationToken cancellationToken)
    {
        var reference = PrincipalReference.Parse(options.PrincipalType, options.PrincipalName);
        return AwsCall.RunAsync(options.Connection, CallSubject.Principal(reference.Principal), (services, subject) =>
            work(new NamespaceTagging(services.Iam, new PrincipalChange(subject), audience, options.TableName, FindAsync), reference), cancellationToken);

        Task<DdbNamespace?> FindAsync(string id, CancellationToken token) =>
            NamespaceOperations.RunAsync(options.Connection, options.TableName!, (registry, _, _) => registry.FindByIdAsync(id, token), token);
    }
}
