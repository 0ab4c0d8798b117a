using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Registry;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Lists the namespaces of a table, or shows one.</summary>
[Cmdlet(VerbsCommon.Get, "DdbNamespace", HelpUri = HelpPage.Root + "Get-DdbNamespace.md")]
[OutputType("DynamoNamespace.Engine.Registry.DdbNamespace")]
public sealed class GetDdbNamespace : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The name, or a pattern of names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Namespace")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>The ID, instead of the name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? NamespaceId { get; set; }

    /// <summary>Deleted and purging namespaces too.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Several deleted namespaces may have had one name, so with -All a name is a pattern like any other.
        var isOne = NamespaceId is not null || (Name is not null && !All && !WildcardPattern.ContainsWildcardCharacters(Name));
        if (isOne && TryRun(Connection.Read, (connection, _, token) => NamespaceOperations.GetAsync(connection, TableName, Name ?? "", NamespaceId, token), out var one))
            WriteObject(one);
        if (isOne || !TryRun(Connection.Read, (connection, _, token) => NamespaceOperations.ListAsync(connection, TableName, All, token), out var all))
            return;
        var pattern = WildcardPattern.Get(Name ?? "*", WildcardOptions.None);
        WriteObject(all.Where(ns => pattern.IsMatch(ns.Name)), enumerateCollection: true);
    }
}
