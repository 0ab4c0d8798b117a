using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Copies every old item to its new key, if nothing stands there yet.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DdbKeyMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("DynamoNamespace.Engine.Migration.DdbMigrationResult")]
public sealed class InvokeDdbKeyMigration : MigrationRunCmdlet
{
    /// <summary>Once everything is copied, delete the old items whose copies are proven.</summary>
    [Parameter]
    public SwitchParameter Delete { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var what = Delete ? "copy old items to new keys, then delete the old ones whose copies are proven" : "copy old items to new keys";
        var description = $"Table '{TableName}', namespace '{DescribeNamespace()}': {what}";
        var goes = ShouldProcess(description, description + "?", "Migrate", out var reason);
        if (!goes && reason != ShouldProcessReason.WhatIf)
            return;
        if (goes && Delete && !DeleteConfirmation.IsGiven(this, description))
            return;
        Run(() => ReadOptions() with { DryRun = !goes, Delete = Delete }, KeyMigration.CopyAsync);
    }
}
