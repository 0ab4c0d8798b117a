using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Registers a namespace; one that is registered already keeps its ID.</summary>
[Cmdlet(VerbsLifecycle.Register, "DdbNamespace", SupportsShouldProcess = true,
    HelpUri = HelpPage.Root + "Register-DdbNamespace.md")]
[OutputType("DynamoNamespace.Engine.Registry.DdbNamespace")]
public sealed class RegisterDdbNamespace : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The namespace's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Namespace")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The ID to register it with.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? NamespaceId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess($"Table '{TableName}'", $"Register namespace '{Name}'")
            && TryRun(Connection.Read, (connection, _, token) => NamespaceOperations.RegisterAsync(connection, TableName, Name, NamespaceId, token), out var ns))
        {
            WriteObject(ns);
        }
    }
}
