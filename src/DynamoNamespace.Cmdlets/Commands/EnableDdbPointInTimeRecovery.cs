using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Prerequisites;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Turns a table's point-in-time recovery on; one that has it is left alone.</summary>
[Cmdlet(VerbsLifecycle.Enable, "DdbPointInTimeRecovery", SupportsShouldProcess = true,
    HelpUri = HelpPage.Root + "Enable-DdbPointInTimeRecovery.md")]
[OutputType("DynamoNamespace.Engine.Prerequisites.DdbPointInTimeRecovery")]
public sealed class EnableDdbPointInTimeRecovery : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>How many days back it is to reach.</summary>
    [Parameter]
    [ValidateRange(1, 35)]
    public int? RecoveryPeriodInDays { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var action = RecoveryPeriodInDays is { } days ? $"Turn on point-in-time recovery for {days} days" : "Turn on point-in-time recovery";
        if (ShouldProcess($"Table '{TableName}'", action)
            && TryRun(Connection.Read, (connection, _, token) => PointInTimeRecovery.EnableAsync(connection, TableName, RecoveryPeriodInDays, token), out var recovery))
        {
            WriteObject(recovery);
        }
    }
}
