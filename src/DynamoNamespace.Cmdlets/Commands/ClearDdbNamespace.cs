using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Deletes all items of a deleted namespace, and then its record.</summary>
[Cmdlet(VerbsCommon.Clear, "DdbNamespace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Clear-DdbNamespace.md")]
[OutputType("DynamoNamespace.Engine.Registry.DdbNamespacePurge")]
public sealed class ClearDdbNamespace : NamespaceCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsNamed() && ShouldProcess(Target, "Delete every item of the namespace for good")
            && TryRun(Connection.Read, (connection, pump, token) => NamespaceOperations.ClearAsync(connection, TableName, Name, NamespaceId, pump, token), out var purge))
        {
            WriteObject(purge);
        }
    }
}
