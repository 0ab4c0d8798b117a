using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Roles themselves.</summary>
internal sealed class RoleActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["CreateRole"] = CreateRole,
        ["GetRole"] = request => [QueryXml.Structure("Role", [.. PrincipalXml.Of(Get(request))])],
        ["ListRoles"] = request => IamPage.Of(request, "Roles", store.Principals(PrincipalKind.Role).Where(role => IsBelow(role, request)), PrincipalXml.Listed),
        ["DeleteRole"] = DeleteRole,
        ["UpdateAssumeRolePolicy"] = UpdateAssumeRolePolicy,
        ["PutRolePermissionsBoundary"] = PutRolePermissionsBoundary,
        ["DeleteRolePermissionsBoundary"] = DeleteRolePermissionsBoundary,
    };

    private XElement[] CreateRole(AwsRequest request)
    {
        var parameters = request.Parameters;
        var trust = parameters.Required("AssumeRolePolicyDocument");
        PolicyDocument.Parse(trust, isTrust: true);
        var role = new Principal(PrincipalKind.Role, EntityName.Read(parameters, "RoleName", 64), parameters.Text("Path") ?? "/")
        {
            TrustPolicy = trust,
            Description = parameters.Text("Description"),
            MaxSessionDuration = parameters.Number("MaxSessionDuration") ?? 3600,
            PermissionsBoundary = parameters.Text("PermissionsBoundary") is { } boundary ? store.GetPolicy(boundary).Arn : null,
        };
        IamStore.Tag(role, EntityName.Tags(parameters));
        return [QueryXml.Structure("Role", [.. PrincipalXml.Of(store.Add(role))])];
    }

    private IEnumerable<XElement?>? DeleteRole(AwsRequest request)
    {
        store.Remove(Get(request));
        return null;
    }

    private IEnumerable<XElement?>? UpdateAssumeRolePolicy(AwsRequest request)
    {
        var document = request.Parameters.Required("PolicyDocument");
        PolicyDocument.Parse(document, isTrust: true);
        Get(request).TrustPolicy = document;
        return null;
    }

    private IEnumerable<XElement?>? PutRolePermissionsBoundary(AwsRequest request)
    {
        Get(request).PermissionsBoundary = store.GetPolicy(request.Parameters.Required("PermissionsBoundary")).Arn;
        return null;
    }

    private IEnumerable<XElement?>? DeleteRolePermissionsBoundary(AwsRequest request)
    {
        Get(request).PermissionsBoundary = null;
        return null;
    }

    private Principal Get(AwsRequest request) => store.Get(PrincipalKind.Role, request.Parameters.Required("RoleName"));

    private static bool IsBelow(Principal role, AwsRequest request) =>
        role.Path.StartsWith(request.Parameters.Text("PathPrefix") ?? "/", StringComparison.Ordinal);
}
