using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Marks a namespace deleted: it no longer resolves, and its data stays.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "DdbNamespace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Unregister-DdbNamespace.md")]
[OutputType("DynamoNamespace.Engine.Registry.DdbNamespace")]
public sealed class UnregisterDdbNamespace : NamespaceCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsNamed() && ShouldProcess(Target, "Mark the namespace deleted, so that clients no longer find it")
            && TryRun(Connection.Read, (connection, _, token) => NamespaceOperations.UnregisterAsync(connection, TableName, Name ?? "", NamespaceId, token), out var ns))
        {
            WriteObject(ns);
        }
    }
}
