using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Prerequisites;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Makes an on-demand backup of a table and waits until it can be restored.</summary>
[Cmdlet(VerbsCommon.New, "DdbMigrationBackup", SupportsShouldProcess = true,
    HelpUri = HelpPage.Root + "New-DdbMigrationBackup.md")]
[OutputType("DynamoNamespace.Engine.Prerequisites.DdbMigrationBackup")]
public sealed class NewDdbMigrationBackup : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The backup's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackupName { get; set; }

    /// <summary>Do not wait until the backup can be restored.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess($"Table '{TableName}'", BackupName is null ? "Make a backup" : $"Make the backup '{BackupName}'")
            && TryRun(Connection.Read, (connection, pump, token) => MigrationBackups.CreateAsync(
                connection, TableName, BackupName, !NoWait, backup => pump.OnStep($"Back up table '{TableName}'", $"{backup.BackupName} {backup.Status}"), token), out var made))
        {
            WriteObject(made);
        }
    }
}
