using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Identity;
using DynamoNamespace.Engine.Identity.Principals;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Checks whether roles or users reach a namespace, and no other.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DdbNamespaceAccess", DefaultParameterSetName = RoleSet,
    HelpUri = HelpPage.Root + "Test-DdbNamespaceAccess.md")]
[OutputType("DynamoNamespace.Engine.Identity.DdbNamespaceAccess")]
[OutputType(typeof(bool))]
public sealed class TestDdbNamespaceAccess : PrincipalCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The namespace's name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    public string? Namespace { get; set; }

    /// <summary>The namespace's ID, which goes before its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NamespaceId { get; set; }

    /// <summary>Ask IAM's policy simulator too.</summary>
    [Parameter]
    public SwitchParameter Simulate { get; set; }

    /// <summary>Answer just whether it passed: what cannot be known is no pass.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process(DdbPrincipalType type, string name)
    {
        if (TryRun(() => ReadOptions(type, name), (options, _, token) => NamespaceAccessCheck.RunAsync(options, token), out var access))
            WriteObject(Quiet ? access.Status == DdbCheckStatus.Pass : access);
    }

    private NamespaceAccessOptions ReadOptions(DdbPrincipalType type, string name) => new()
    {
        PrincipalName = name,
        PrincipalType = type,
        TableName = TableName,
        Namespace = NullIfEmpty(Namespace) ?? MigrationOptions.DefaultNamespace,
        NamespaceId = NullIfEmpty(NamespaceId),
        Simulate = Simulate,
        Connection = Connection.Read(),
    };
}
