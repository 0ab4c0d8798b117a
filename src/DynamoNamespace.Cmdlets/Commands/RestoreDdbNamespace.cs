using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Brings a deleted namespace back under its name, if that is free.</summary>
[Cmdlet(VerbsData.Restore, "DdbNamespace", SupportsShouldProcess = true,
    HelpUri = HelpPage.Root + "Restore-DdbNamespace.md")]
[OutputType("DynamoNamespace.Engine.Registry.DdbNamespace")]
public sealed class RestoreDdbNamespace : NamespaceCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsNamed() && ShouldProcess(Target, "Bring the deleted namespace back")
            && TryRun(Connection.Read, (connection, _, token) => NamespaceOperations.RestoreAsync(connection, TableName, Name, NamespaceId, token), out var ns))
        {
            WriteObject(ns);
        }
    }
}
