using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Iam.Actions;

/// <summary>Which managed policies roles, users and groups have: AttachRolePolicy, ListAttachedUserPolicies, …</summary>
internal sealed class AttachmentActions(IamStore store)
{
    public Dictionary<string, QueryAction> Actions
    {
        get
        {
            var actions = new Dictionary<string, QueryAction>(StringComparer.Ordinal);
            foreach (var kind in Enum.GetValues<PrincipalKind>())
            {
                actions[$"Attach{kind}Policy"] = request => Change(request, kind, store.Attach);
                actions[$"Detach{kind}Policy"] = request => Change(request, kind, store.Detach);
                actions[$"ListAttached{kind}Policies"] = request => IamPage.Of(request, "AttachedPolicies", Get(request, kind).Attached, Describe);
            }

            return actions;
        }
    }

    private IEnumerable<XElement?>? Change(AwsRequest request, PrincipalKind kind, Action<Principal, string> change)
    {
        change(Get(request, kind), request.Parameters.Required("PolicyArn"));
        return null;
    }

    private Principal Get(AwsRequest request, PrincipalKind kind) => store.Get(kind, request.Parameters.Required($"{kind}Name"));

    private static IEnumerable<XElement?> Describe(string arn) =>
        [QueryXml.Text("PolicyName", arn[(arn.LastIndexOf('/') + 1)..]), QueryXml.Text("PolicyArn", arn)];
}
