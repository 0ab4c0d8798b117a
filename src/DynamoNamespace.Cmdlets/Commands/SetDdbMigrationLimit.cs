using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Stores limits with a plan. Runs that are at work apply them within seconds, on whichever machine.</summary>
[Cmdlet(VerbsCommon.Set, "DdbMigrationLimit", SupportsShouldProcess = true, HelpUri = HelpPage.Root + "Set-DdbMigrationLimit.md", DefaultParameterSetName = TableSet)]
[OutputType("DynamoNamespace.Engine.Migration.DdbMigrationLimit")]
public sealed class SetDdbMigrationLimit : TargetedMigrationCmdlet
{
    /// <summary>Remove the stored limits first, so that each run's own apply.</summary>
    [Parameter]
    public SwitchParameter Reset { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess(DescribeTables(), "Store the limits of the plan"))
            return;
        if (TryRun(ReadOptions, (options, pump, token) => MigrationLimits.SetAsync(options, Reset, pump, token), out var limit))
            WriteObject(limit);
    }
}
