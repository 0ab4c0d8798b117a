using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;
using DynamoNamespace.Tests.Support.ControlPlane.Iam.Policies;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>The policies that are part of a role, user or group: PutRolePolicy, GetUserPolicy, …</summary>
internal sealed class InlinePolicyActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions
    {
        get
        {
            var actions = new Dictionary<string, QueryAction>(StringComparer.Ordinal);
            foreach (var kind in Enum.GetValues<PrincipalKind>())
            {
                actions[$"Put{kind}Policy"] = request => Put(request, kind);
                actions[$"Get{kind}Policy"] = request => Get(request, kind);
                actions[$"Delete{kind}Policy"] = request => Delete(request, kind);
                actions[$"List{kind}Policies"] = request => IamPage.OfTexts(request, "PolicyNames", Principal(request, kind).Inline.Keys);
            }

            return actions;
        }
    }

    private IEnumerable<XElement?>? Put(AwsRequest request, PrincipalKind kind)
    {
        var principal = Principal(request, kind);
        var name = EntityName.Read(request.Parameters, "PolicyName", 128);
        var document = request.Parameters.Required("PolicyDocument");
        InlinePolicy.Put(principal, name, document);
        return null;
    }

    private XElement?[] Get(AwsRequest request, PrincipalKind kind)
    {
        var principal = Principal(request, kind);
        var name = request.Parameters.Required("PolicyName");
        var document = principal.Inline.GetValueOrDefault(name) ?? throw Missing(kind, name);
        return [QueryXml.Text($"{kind}Name", principal.Name), QueryXml.Text("PolicyName", name), PrincipalXml.Document("PolicyDocument", document)];
    }

    private IEnumerable<XElement?>? Delete(AwsRequest request, PrincipalKind kind)
    {
        var name = request.Parameters.Required("PolicyName");
        return Principal(request, kind).Inline.Remove(name) ? null : throw Missing(kind, name);
    }

    private Principal Principal(AwsRequest request, PrincipalKind kind) => store.Get(kind, request.Parameters.Required($"{kind}Name"));

    private static AwsException Missing(PrincipalKind kind, string name) =>
        IamStore.NoSuchEntity($"The {kind.ToString().ToLowerInvariant()} policy with name {name} cannot be found.");
}
