using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Groups and who is in them.</summary>
internal sealed class GroupActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions => new(StringComparer.Ordinal)
    {
        ["CreateGroup"] = CreateGroup,
        ["GetGroup"] = request =>
        [
            QueryXml.Structure("Group", [.. PrincipalXml.Of(Get(request))]),
            .. IamPage.Of(request, "Users", store.Principals(PrincipalKind.User).Where(user => user.Groups.Contains(Get(request).Name)), PrincipalXml.Listed),
        ],
        ["AddUserToGroup"] = AddUserToGroup,
        ["RemoveUserFromGroup"] = RemoveUserFromGroup,
        ["DeleteGroup"] = DeleteGroup,
    };

    private XElement[] CreateGroup(AwsRequest request)
    {
        var group = new Principal(PrincipalKind.Group, EntityName.Read(request.Parameters, "GroupName", 128), request.Parameters.Text("Path") ?? "/");
        return [QueryXml.Structure("Group", [.. PrincipalXml.Of(store.Add(group))])];
    }

    private IEnumerable<XElement?>? AddUserToGroup(AwsRequest request)
    {
        var (group, user) = (Get(request), User(request));
        if (!user.Groups.Contains(group.Name))
            user.Groups.Add(group.Name);
        return null;
    }

    private IEnumerable<XElement?>? RemoveUserFromGroup(AwsRequest request)
    {
        User(request).Groups.Remove(Get(request).Name);
        return null;
    }

    private IEnumerable<XElement?>? DeleteGroup(AwsRequest request)
    {
        var group = Get(request);
        if (store.Principals(PrincipalKind.User).Any(user => user.Groups.Contains(group.Name)))
            throw new AwsException("DeleteConflict", "Cannot delete entity, must remove users from group first.", 409);
        store.Remove(group);
        return null;
    }

    private Principal Get(AwsRequest request) => store.Get(PrincipalKind.Group, request.Parameters.Required("GroupName"));

    private Principal User(AwsRequest request) => store.Get(PrincipalKind.User, request.Parameters.Required("UserName"));
}
