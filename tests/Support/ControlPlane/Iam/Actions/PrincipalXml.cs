using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Roles, users, groups and policy documents as IAM writes them.</summary>
internal static class PrincipalXml
{
    public static IEnumerable<XElement?> Of(Principal principal) =>
    [
        QueryXml.Text("Path", principal.Path),
        QueryXml.Text($"{principal.Kind}Name", principal.Name),
        QueryXml.Text($"{principal.Kind}Id", principal.Id),
        QueryXml.Text("Arn", principal.Arn),
        QueryXml.Time("CreateDate", principal.CreatedAt),
        .. principal.Kind == PrincipalKind.Role ? RoleMembers(principal) : [],
        principal.PermissionsBoundary is { } boundary
            ? QueryXml.Structure("PermissionsBoundary", QueryXml.Text("PermissionsBoundaryType", "PermissionsBoundaryPolicy"), QueryXml.Text("PermissionsBoundaryArn", boundary))
            : null,
        principal.Tags.Count > 0 ? QueryXml.Tags("Tags", principal.Tags) : null,
    ];

    /// <summary>As lists show it: without tags, and without a boundary.</summary>
    public static IEnumerable<XElement?> Listed(Principal principal) =>
        Of(principal).Where(member => member?.Name.LocalName is not ("Tags" or "PermissionsBoundary"));

    /// <summary>Documents come back percent-encoded, as RFC 3986 says.</summary>
    public static XElement? Document(string name, string document) => QueryXml.Text(name, Uri.EscapeDataString(document));

    private static IEnumerable<XElement?> RoleMembers(Principal role) =>
    [
        Document("AssumeRolePolicyDocument", role.TrustPolicy),
        QueryXml.Text("Description", role.Description),
        QueryXml.Number("MaxSessionDuration", role.MaxSessionDuration),
    ];
}
