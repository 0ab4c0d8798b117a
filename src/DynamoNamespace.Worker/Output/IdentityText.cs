using System.Text;
using DynamoNamespace.Engine.Identity;

namespace DynamoNamespace.Worker.Output;

/// <summary>Policies, tags and access of principals as a person reads them.</summary>
internal static class IdentityText
{
    public static string Of(IReadOnlyList<DdbNamespacePolicyAttachment> attachments) => TextTable.Format(
        ["Principal", "Policy", "Attached", "Changed"],
        attachments.Select(one => new[] { $"{one.PrincipalType} {one.PrincipalName}", one.PolicyName, YesOrNo(one.IsAttached), YesOrNo(one.IsChanged) }));

    public static string Of(IReadOnlyList<DdbNamespaceIamTag> tags) => TextTable.Format(
        ["Principal", "NamespaceId", "Namespace", "Before", "Changed"],
        tags.Select(one => new[] { $"{one.PrincipalType} {one.PrincipalName}", one.NamespaceId ?? "none", one.Namespace ?? "", one.PreviousNamespaceId ?? "none", YesOrNo(one.IsChanged) }));

    public static string Of(IReadOnlyList<DdbNamespaceAccess> results)
    {
        var text = new StringBuilder(TextTable.Format(
            ["Status", "Principal", "Namespace", "Read", "Acquire", "Write", "Isolated"],
            results.Select(one => new[]
            {
                one.Status.ToString(), $"{one.PrincipalType} {one.PrincipalName}", $"{one.Namespace} ({one.NamespaceId})",
                YesOrNo(one.CanRead), YesOrNo(one.CanAcquire), YesOrNo(one.CanWrite), YesOrNo(one.IsIsolated),
            })));
        foreach (var finding in results.SelectMany(one => one.Findings))
            text.AppendLine().Append(finding);
        return text.ToString();
    }

    private static string YesOrNo(bool value) => value ? "yes" : "no";
}
