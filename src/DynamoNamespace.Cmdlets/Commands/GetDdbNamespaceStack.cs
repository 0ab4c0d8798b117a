using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Shows a stack: its status, its table, and what it has for namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "DdbNamespaceStack", HelpUri = HelpPage.Root + "Get-DdbNamespaceStack.md")]
[OutputType("DynamoNamespace.Engine.Stacks.DdbNamespaceStack")]
public sealed class GetDdbNamespaceStack : DdbCmdlet
{
    /// <summary>The stack, by name or ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string StackName { get; set; } = "";

    /// <summary>The table, where the stack has several.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var table = string.IsNullOrEmpty(TableName) ? null : TableName;
        if (TryRun(Connection.Read, (connection, _, token) => NamespaceStacks.GetAsync(connection, StackName, table, token), out var stack))
            WriteObject(stack);
    }
}
