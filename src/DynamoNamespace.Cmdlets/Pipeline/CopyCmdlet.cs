using System.Management.Automation;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what copies items, and what may follow the copy at once.</summary>
public abstract class CopyCmdlet : MigrationRunCmdlet
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

    /// <summary>Asks, and copies or tells what it would do.</summary>
    /// <param name="tables">The tables and the namespace.</param>
    /// <param name="what">What is copied, as a phrase.</param>
    /// <param name="complete">Adds the cmdlet's own options.</param>
    /// <param name="copy">The copy.</param>
    private protected void Copy(
        string tables, string what, Func<MigrationOptions, MigrationOptions> complete, Func<MigrationOptions, IRunObserver, CancellationToken, Task<MigrationRun<DdbMigrationResult>>> copy)
    {
        var description = $"{tables}: {what}"
            + (CatchUp ? $", carry what changes meanwhile{(EnableStream ? " (with its stream turned on where it is off)" : "")}" : "")
            + (Delete ? ", then delete the old ones whose copies are proven" : "");
        var goes = ShouldProcess(description, description + "?", "Migrate", out var reason);
        if (!goes && reason != ShouldProcessReason.WhatIf)
            return;
        if (goes && Delete && !HighImpactConfirmation.IsGiven(this, description, "Delete old items"))
            return;
        Run(() => complete(ReadCatchUpOptions(IdleSeconds)) with { DryRun = !goes, Delete = Delete, CatchUp = CatchUp, EnableStream = EnableStream }, copy);
    }
}
