using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Files;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Puts the items of a proven file into a table, and proves the table.</summary>
[Cmdlet(VerbsData.Import, "DdbTableItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPage.Root + "Import-DdbTableItem.md")]
[OutputType("DynamoNamespace.Engine.Files.DdbTableImport")]
public sealed class ImportDdbTableItem : TableFileCmdlet
{
    /// <summary>Write units a second at most.</summary>
    [Parameter]
    public double? MaxWriteUnits { get; set; }

    /// <summary>Takes a file without a manifest.</summary>
    [Parameter]
    public SwitchParameter NoManifest { get; set; }

    /// <summary>Takes a table that holds other items than the file's.</summary>
    [Parameter]
    public SwitchParameter AllowNonEmpty { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var description = $"Table '{TableName}': put the items of '{Path}'";
        var goes = ShouldProcess(description, description + "?", "Import", out var reason);
        if (!goes && reason != ShouldProcessReason.WhatIf)
            return;
        Run(() => new TableImportOptions
        {
            TableName = TableName,
            Path = FilePath,
            Connection = Connection.Read(),
            MaxReadUnits = MaxReadUnits,
            MaxWriteUnits = MaxWriteUnits,
            TotalSegments = TotalSegments,
            ThrottleLimit = ThrottleLimit,
            NoManifest = NoManifest,
            AllowNonEmpty = AllowNonEmpty,
            DryRun = !goes,
        }, TableImport.RunAsync);
    }
}
