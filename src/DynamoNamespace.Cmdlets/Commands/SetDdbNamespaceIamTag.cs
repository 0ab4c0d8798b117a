using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Makes roles or users belong to a namespace, by their tag.</summary>
[Cmdlet(VerbsCommon.Set, "DdbNamespaceIamTag", SupportsShouldProcess = true, DefaultParameterSetName = RoleSet,
    HelpUri = HelpPage.Root + "Set-DdbNamespaceIamTag.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespaceIamTag")]
public sealed class SetDdbNamespaceIamTag : PrincipalCmdlet
{
    /// <summary>The table whose registry has the namespace.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <summary>The namespace's name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    public string? Namespace { get; set; }

    /// <summary>The namespace's ID, which goes before its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NamespaceId { get; set; }

    /// <summary>Replace another namespace's ID without a question of its own.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process(DdbPrincipalType type, string name)
    {
        if (TryRun(() => ReadOptions(type, name), (options, pump, token) => NamespaceTags.SetAsync(options, new IdentityPrompt(this, pump, Force), token), out var tag) && tag is not null)
            WriteObject(tag);
    }

    private NamespaceTagOptions ReadOptions(DdbPrincipalType type, string name) => new()
    {
        PrincipalName = name,
        PrincipalType = type,
        TableName = NullIfEmpty(TableName),
        Namespace = NullIfEmpty(Namespace) ?? MigrationOptions.DefaultNamespace,
        NamespaceId = NullIfEmpty(NamespaceId),
        Connection = Connection.Read(),
    };
}
