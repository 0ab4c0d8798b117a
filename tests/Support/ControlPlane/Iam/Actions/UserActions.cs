using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Users themselves.</summary>
internal sealed class UserActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["CreateUser"] = CreateUser,
        ["GetUser"] = request => [QueryXml.Structure("User", [.. PrincipalXml.Of(Get(request))])],
        ["ListUsers"] = request => IamPage.Of(request, "Users", store.Principals(PrincipalKind.User), PrincipalXml.Listed),
        ["DeleteUser"] = DeleteUser,
        ["ListGroupsForUser"] = request => IamPage.Of(request, "Groups", Get(request).Groups.Select(name => store.Get(PrincipalKind.Group, name)), PrincipalXml.Of),
    };

    private XElement[] CreateUser(AwsRequest request)
    {
        var user = new Principal(PrincipalKind.User, EntityName.Read(request.Parameters, "UserName", 64), request.Parameters.Text("Path") ?? "/")
        {
            PermissionsBoundary = request.Parameters.Text("PermissionsBoundary") is { } boundary ? store.GetPolicy(boundary).Arn : null,
        };
        IamStore.Tag(user, EntityName.Tags(request.Parameters));
        return [QueryXml.Structure("User", [.. PrincipalXml.Of(store.Add(user))])];
    }

    private IEnumerable<XElement?>? DeleteUser(AwsRequest request)
    {
        var user = Get(request);
        if (user.Groups.Count > 0)
            throw new AwsException("DeleteConflict", "Cannot delete entity, must remove users from group first.", 409);
        store.Remove(user);
        return null;
    }

    private Principal Get(AwsRequest request) => store.Get(PrincipalKind.User, request.Parameters.Required("UserName"));
}
