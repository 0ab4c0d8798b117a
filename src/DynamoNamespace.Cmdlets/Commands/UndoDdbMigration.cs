using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Undo;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Takes a table back: puts deleted old items back from their copies, then removes the copies.</summary>
[Cmdlet(VerbsCommon.Undo, "DdbMigration",
    DefaultParameterSetName = TableSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Undo-DdbMigration.md")]
[OutputType("DynamoNamespace.Engine.Undo.DdbUndoResult")]
public sealed class UndoDdbMigration : TargetedMigrationCmdlet
{
    /// <summary>Take copies back too that new clients changed or made.</summary>
    [Parameter]
    public SwitchParameter IncludeChanged { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var changed = IncludeChanged ? ", those that new clients changed or made too" : "";
        var work = DescribeOwnRules() is { } rules ? $"take back what a migration did as {rules} says" : "put deleted old items back from their copies, then remove the copies";
        var description = $"{DescribeTables()}: {work}{changed}";
        var goes = ShouldProcess(description, description + "?", "Undo", out var reason);
        if (goes || reason == ShouldProcessReason.WhatIf)
            Run(() => ReadOptions() with { DryRun = !goes, IncludeChanged = IncludeChanged }, MigrationUndo.RunAsync);
    }
}
