using DynamoNamespace.Engine.Aws.Iam;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Engine.Identity;

/// <summary>Reads, sets and removes the tag of one principal.</summary>
/// <param name="iam">Where the tags are.</param>
/// <param name="change">Makes the one change.</param>
/// <param name="audience">Is asked before it.</param>
/// <param name="tableName">The table whose registry is looked at, if one is.</param>
/// <param name="findAsync">Finds a namespace there by its ID; null where there is none.</param>
internal sealed class NamespaceTagging(
    IIam iam, PrincipalChange change, IIdentityAudience audience, string? tableName, Func<string, CancellationToken, Task<DdbNamespace?>> findAsync)
{
    public async Task<DdbNamespaceIamTag> GetAsync(PrincipalReference reference, CancellationToken cancellationToken)
    {
        var (detail, found) = await ReadAsync(reference, cancellationToken);
        var id = found?.Value;
        var ns = await FindAsync(id, cancellationToken);
        if (id is not null && tableName is not null && ns?.Status != DdbNamespace.Active)
            audience.OnWarning($"The tag '{NamespaceTag.Key}' of {detail.Principal} is '{id}', {(ns is null ? $"which is not in the registry of table '{tableName}'" : $"and that namespace of table '{tableName}' is {ns.Status}")}.");
        return Describe(detail, id, id, ns?.Name, isChanged: false);
    }

    /// <param name="reference">Whose tag.</param>
    /// <param name="namespaceId">What it is to be.</param>
    /// <param name="ns">The namespace's name, where it is known.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    /// <returns>Null where it was not confirmed.</returns>
    public async Task<DdbNamespaceIamTag?> SetAsync(PrincipalReference reference, string namespaceId, string? ns, CancellationToken cancellationToken)
    {
        var (detail, found) = await ReadAsync(reference, cancellationToken);
        var previous = found?.Value;
        if (previous == namespaceId)
            return Describe(detail, previous, namespaceId, ns, isChanged: false);
        var action = $"Set tag '{NamespaceTag.Key}' to {Quote(namespaceId, ns)}";
        var may = string.IsNullOrEmpty(previous)
            ? audience.MayChangeAsync(TargetOf(detail), action)
            : audience.MayReplaceAsync(TargetOf(detail), $"{action} instead of '{previous}'", await WarningAsync(detail, previous, namespaceId, ns, cancellationToken));
        if (!await may)
            return null;
        await change.MakeAsync(detail.Principal, $"set the tag '{NamespaceTag.Key}'", () => iam.TagAsync(detail.Principal, NamespaceTag.Key, namespaceId, cancellationToken));
        return Describe(detail, previous, namespaceId, ns, isChanged: true);
    }

    /// <returns>Null where it was not confirmed.</returns>
    public async Task<DdbNamespaceIamTag?> RemoveAsync(PrincipalReference reference, CancellationToken cancellationToken)
    {
        var (detail, found) = await ReadAsync(reference, cancellationToken);
        if (found is not { } tag)
            return Describe(detail, null, null, null, isChanged: false);
        var ns = await FindAsync(tag.Value, cancellationToken);
        if (!await audience.MayChangeAsync(TargetOf(detail), $"Remove tag '{tag.Key}', which is {Quote(tag.Value, ns?.Name)}"))
            return null;
        await change.MakeAsync(detail.Principal, $"remove the tag '{tag.Key}'", () => iam.UntagAsync(detail.Principal, tag.Key, cancellationToken));
        return Describe(detail, tag.Value, null, null, isChanged: true);
    }

    private async Task<(IamPrincipalDetail Detail, KeyValuePair<string, string>? Tag)> ReadAsync(PrincipalReference reference, CancellationToken cancellationToken)
    {
        var detail = await new PrincipalReader(iam).RequireAsync(reference, cancellationToken);
        return (detail, NamespaceTag.Find(await iam.ListTagsAsync(detail.Principal, cancellationToken)));
    }

    private async Task<string> WarningAsync(IamPrincipalDetail detail, string previous, string namespaceId, string? ns, CancellationToken cancellationToken)
    {
        var before = await FindAsync(previous, cancellationToken);
        return $"The {detail.Principal} belongs to the namespace {Quote(previous, before?.Name)} by its tag '{NamespaceTag.Key}'. With the tag set to {Quote(namespaceId, ns)} it loses its access to that one.";
    }

    private Task<DdbNamespace?> FindAsync(string? id, CancellationToken cancellationToken) =>
        tableName is null || !NamespaceNames.IsId(id) ? Task.FromResult<DdbNamespace?>(null) : findAsync(id!, cancellationToken);

    private DdbNamespaceIamTag Describe(IamPrincipalDetail detail, string? previous, string? id, string? ns, bool isChanged) => new()
    {
        PrincipalName = detail.Principal.Name,
        PrincipalType = detail.Principal.Type.ToString(),
        PrincipalArn = detail.Arn,
        NamespaceId = id,
        PreviousNamespaceId = previous,
        Namespace = ns,
        TableName = tableName,
        IsChanged = isChanged,
    };

    private static string Quote(string id, string? ns) => ns is null ? $"'{id}'" : $"'{id}' ({ns})";

    private static string TargetOf(IamPrincipalDetail detail) => $"{detail.Principal.Type} '{detail.Principal.Name}'";
}
