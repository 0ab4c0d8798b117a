using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Tags of roles and users: TagRole, UntagUser, …</summary>
internal sealed class TagActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions
    {
        get
        {
            var actions = new Dictionary<string, QueryAction>(StringComparer.Ordinal);
            foreach (var kind in (PrincipalKind[])[PrincipalKind.Role, PrincipalKind.User])
            {
                actions[$"Tag{kind}"] = request => Tag(request, kind);
                actions[$"Untag{kind}"] = request => Untag(request, kind);
                actions[$"List{kind}Tags"] = request => IamPage.Of(
                    request, "Tags", Get(request, kind).Tags, tag => [QueryXml.Text("Key", tag.Key), QueryXml.Text("Value", tag.Value)]);
            }

            return actions;
        }
    }

    private IEnumerable<XElement?>? Tag(AwsRequest request, PrincipalKind kind)
    {
        IamStore.Tag(Get(request, kind), EntityName.Tags(request.Parameters));
        return null;
    }

    private IEnumerable<XElement?>? Untag(AwsRequest request, PrincipalKind kind)
    {
        var principal = Get(request, kind);
        foreach (var key in request.Parameters.Texts("TagKeys") ?? [])
            principal.Tags.Remove(key);
        return null;
    }

    private Principal Get(AwsRequest request, PrincipalKind kind) => store.Get(kind, request.Parameters.Required($"{kind}Name"));
}
