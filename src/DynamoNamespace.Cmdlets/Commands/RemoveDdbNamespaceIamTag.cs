using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Takes roles or users out of their namespace, by removing their tag.</summary>
[Cmdlet(VerbsCommon.Remove, "DdbNamespaceIamTag",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = RoleSet,
    HelpUri = HelpPage.Root + "Remove-DdbNamespaceIamTag.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespaceIamTag")]
public sealed class RemoveDdbNamespaceIamTag : PrincipalCmdlet
{
    /// <summary>The table whose registry has the namespace's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    private protected override void Process(DdbPrincipalType type, string name)
    {
        if (TryRun(
            () => new NamespaceTagOptions { PrincipalName = name, PrincipalType = type, TableName = NullIfEmpty(TableName), Connection = Connection.Read() },
            (options, pump, token) => NamespaceTags.RemoveAsync(options, new IdentityPrompt(this, pump), token),
            out var tag) && tag is not null)
        {
            WriteObject(tag);
        }
    }
}
