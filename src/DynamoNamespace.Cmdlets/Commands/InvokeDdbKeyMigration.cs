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

    /// <summary>Carry what old clients change meanwhile, from the table's stream, and end when caught up.</summary>
    [Parameter]
    public SwitchParameter CatchUp { get; set; }

    /// <summary>How many seconds nothing must have changed for the catch-up to end.</summary>
    [Parameter]
    [ValidateRange(0.1, 86_400)]
    public double? IdleSeconds { get; set; }

    /// <summary>With the catch-up, turn the table's stream on where it is off.</summary>
    [Parameter]
    public SwitchParameter EnableStream { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var what = "copy old items to new keys"
            + (CatchUp ? $", carry what changes meanwhile{(EnableStream ? " (with its stream turned on where it is off)" : "")}" : "")
            + (Delete ? ", then delete the old ones whose copies are proven" : "");
        var description = $"Table '{TableName}', namespace '{DescribeNamespace()}': {what}";
        var goes = ShouldProcess(description, description + "?", "Migrate", out var reason);
        if (!goes && reason != ShouldProcessReason.WhatIf)
            return;
        if (goes && Delete && !HighImpactConfirmation.IsGiven(this, description, "Delete old items"))
            return;
        Run(() => ReadCatchUpOptions(IdleSeconds) with { DryRun = !goes, Delete = Delete, CatchUp = CatchUp, EnableStream = EnableStream }, KeyMigration.CopyAsync);
    }
}
