using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Checks that every old item has its copy and that the new keys are right.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DdbMigration", DefaultParameterSetName = TableSet,
    HelpUri = HelpPage.Root + "Test-DdbMigration.md")]
[OutputType("DynamoNamespace.Engine.Verification.DdbMigrationCheck")]
[OutputType("DynamoNamespace.Engine.Verification.DdbMigrationDifference")]
[OutputType(typeof(bool))]
public sealed class TestDdbMigration : TargetedMigrationCmdlet
{
    /// <summary>Answer just whether all is proven.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Write each difference too.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>The table's stack, whose aggregator is looked at too.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    /// <summary>Since when the aggregator's log is looked through.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Roles that are to be of the namespace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public string[] RoleName { get; set; } = [];

    /// <summary>Users that are to be of the namespace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public string[] UserName { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Quiet && Detailed)
        {
            WriteError(ErrorRecords.From(new DdbException("QuietOrDetailed", DdbErrorKind.InvalidArgument, DescribeTable(),
                "Quiet and Detailed were both given, and an answer of one word has no details. Give one of them; nothing was read.")));
            return;
        }

        var deployment = ReadDeployment();
        if (!TryRun(ReadOptions, (options, pump, token) => MigrationVerification.RunAsync(options, deployment, Detailed ? pump.Emit : null, pump, token), out var checks))
            return;
        if (Quiet)
            WriteObject(checks.All(check => check.Status is DdbCheckStatus.Pass or DdbCheckStatus.Warn));
        else
            WriteObject(checks, enumerateCollection: true);
    }

    private DeploymentOptions ReadDeployment() => new()
    {
        StackName = string.IsNullOrEmpty(StackName) ? null : StackName,
        Since = Since is { } since ? new DateTimeOffset(since.ToUniversalTime()) : null,
        RoleNames = RoleName,
        UserNames = UserName,
    };
}
