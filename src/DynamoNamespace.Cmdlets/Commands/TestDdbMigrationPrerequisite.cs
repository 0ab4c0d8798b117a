using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Checks before a migration whether the table, what stands around it, and the caller are ready for it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DdbMigrationPrerequisite", HelpUri = HelpPage.Root + "Test-DdbMigrationPrerequisite.md")]
[OutputType("DynamoNamespace.Engine.Verification.DdbMigrationCheck")]
[OutputType(typeof(bool))]
public sealed class TestDdbMigrationPrerequisite : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The namespace that the items are to go to.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    public string? Namespace { get; set; }

    /// <summary>The stack that made the table.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    /// <summary>Read units a second that the run is to take.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double? MaxReadUnits { get; set; }

    /// <summary>Write units a second that the run is to take.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double? MaxWriteUnits { get; set; }

    /// <summary>How old a backup may be to count.</summary>
    [Parameter]
    public TimeSpan? MaxBackupAge { get; set; }

    /// <summary>Answer just whether nothing stands in the way.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!TryRun(ReadOptions, (options, pump, token) => MigrationPrerequisites.RunAsync(options, pump, token), out var checks))
            return;
        if (Quiet)
            WriteObject(checks.All(check => check.Status is DdbCheckStatus.Pass or DdbCheckStatus.Warn));
        else
            WriteObject(checks, enumerateCollection: true);
    }

    private PrerequisiteOptions ReadOptions() => new()
    {
        TableName = TableName,
        StackName = string.IsNullOrEmpty(StackName) ? null : StackName,
        Namespace = string.IsNullOrEmpty(Namespace) ? MigrationOptions.DefaultNamespace : Namespace,
        MaxReadUnits = MaxReadUnits,
        MaxWriteUnits = MaxWriteUnits,
        MaxBackupAge = MaxBackupAge ?? PrerequisiteOptions.DefaultMaxBackupAge,
        Connection = Connection.Read(),
    };
}
