using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.CatchUp;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Carries what old clients change over to the copies, from the table's stream.</summary>
[Cmdlet(VerbsData.Sync, "DdbMigration",
    DefaultParameterSetName = TableSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPage.Root + "Sync-DdbMigration.md")]
[OutputType("DynamoNamespace.Engine.CatchUp.DdbCatchUpResult")]
public sealed class SyncDdbMigration : TargetedMigrationCmdlet
{
    /// <summary>End once everything is carried and nothing has changed for the idle time.</summary>
    [Parameter]
    public SwitchParameter StopWhenIdle { get; set; }

    /// <summary>How many seconds nothing must have changed.</summary>
    [Parameter]
    [ValidateRange(0.1, 86_400)]
    public double? IdleSeconds { get; set; }

    /// <summary>End at this time.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Turn the table's stream on where it is off.</summary>
    [Parameter]
    public SwitchParameter EnableStream { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var stream = EnableStream ? ", with its stream turned on where it is off" : "";
        var description = $"{DescribeTables()}: carry what old clients change over to the copies{stream}";
        if (!ShouldProcess(description, description + "?", "Catch up"))
            return;
        Run(() => ReadCatchUpOptions(IdleSeconds) with { StopWhenIdle = StopWhenIdle, Until = Until, EnableStream = EnableStream }, MigrationCatchUp.RunAsync);
    }
}
