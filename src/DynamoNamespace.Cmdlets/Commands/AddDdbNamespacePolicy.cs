using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Attaches a stack's policy for one namespace to roles or users.</summary>
[Cmdlet(VerbsCommon.Add, "DdbNamespacePolicy", SupportsShouldProcess = true, DefaultParameterSetName = RoleSet,
    HelpUri = HelpPage.Root + "Add-DdbNamespacePolicy.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespacePolicyAttachment")]
public sealed class AddDdbNamespacePolicy : NamespacePolicyCmdlet
{
    private protected override Task<DdbNamespacePolicyAttachment?> RunAsync(NamespacePolicyOptions options, OperationPump pump, CancellationToken cancellationToken) =>
        NamespacePolicies.AddAsync(options, new IdentityPrompt(this, pump), cancellationToken);
}
