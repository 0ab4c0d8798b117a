using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Deletes the old items whose copies are proven, and reports the rest.</summary>
[Cmdlet(VerbsCommon.Remove, "DdbMigratedItem",
    DefaultParameterSetName = TableSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Remove-DdbMigratedItem.md")]
[OutputType("DynamoNamespace.Engine.Migration.DdbMigrationResult")]
public sealed class RemoveDdbMigratedItem : TargetedMigrationCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var description = $"{DescribeTables()}: delete the old items whose copies are proven";
        var goes = ShouldProcess(description, description + "?", "Delete old items", out var reason);
        if (goes || reason == ShouldProcessReason.WhatIf)
            Run(() => ReadOptions() with { DryRun = !goes }, KeyMigration.DeleteAsync);
    }
}
