using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Shows which namespace roles or users belong to by their tag.</summary>
[Cmdlet(VerbsCommon.Get, "DdbNamespaceIamTag", DefaultParameterSetName = RoleSet,
    HelpUri = HelpPage.Root + "Get-DdbNamespaceIamTag.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespaceIamTag")]
public sealed class GetDdbNamespaceIamTag : PrincipalCmdlet
{
    /// <summary>The table whose registry has the namespace's name.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    private protected override void Process(DdbPrincipalType type, string name)
    {
        if (TryRun(
            () => new NamespaceTagOptions { PrincipalName = name, PrincipalType = type, TableName = NullIfEmpty(TableName), Connection = Connection.Read() },
            (options, pump, token) => NamespaceTags.GetAsync(options, new IdentityPrompt(this, pump), token),
            out var tag))
        {
            WriteObject(tag);
        }
    }
}
