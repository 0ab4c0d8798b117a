using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Detaches a stack's policy for one namespace from roles or users.</summary>
[Cmdlet(VerbsCommon.Remove, "DdbNamespacePolicy",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = RoleSet,
    HelpUri = HelpPage.Root + "Remove-DdbNamespacePolicy.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespacePolicyAttachment")]
public sealed class RemoveDdbNamespacePolicy : NamespacePolicyCmdlet
{
    private protected override Task<DdbNamespacePolicyAttachment?> RunAsync(NamespacePolicyOptions options, OperationPump pump, CancellationToken cancellationToken) =>
        NamespacePolicies.RemoveAsync(options, new IdentityPrompt(this, pump), cancellationToken);
}
