using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Files;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Writes a table's items to a file, and proves the file.</summary>
[Cmdlet(VerbsData.Export, "DdbTableItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPage.Root + "Export-DdbTableItem.md")]
[OutputType("DynamoNamespace.Engine.Files.DdbTableExport")]
public sealed class ExportDdbTableItem : TableFileCmdlet
{
    /// <summary>Read eventually consistently, for half of the read units.</summary>
    [Parameter]
    public SwitchParameter EventuallyConsistent { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var description = $"Table '{TableName}': write its items to '{Path}'{(Force ? ", which is replaced where it is there" : "")}";
        var goes = ShouldProcess(description, description + "?", "Export", out var reason);
        if (!goes && reason != ShouldProcessReason.WhatIf)
            return;
        Run(() => new TableExportOptions
        {
            TableName = TableName,
            Path = FilePath,
            Connection = Connection.Read(),
            MaxReadUnits = MaxReadUnits,
            TotalSegments = TotalSegments,
            ThrottleLimit = ThrottleLimit,
            EventuallyConsistent = EventuallyConsistent,
            Force = Force,
            DryRun = !goes,
        }, TableExport.RunAsync);
    }
}
