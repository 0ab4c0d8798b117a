using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Compares an index's shadow with the table.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DdbIndexMigration", DefaultParameterSetName = "Checks",
    HelpUri = HelpPage.Root + "Test-DdbIndexMigration.md")]
[OutputType("DynamoNamespace.Engine.Verification.DdbMigrationCheck")]
[OutputType("DynamoNamespace.Engine.Verification.DdbMigrationDifference", ParameterSetName = ["Detailed"])]
[OutputType(typeof(bool), ParameterSetName = ["Quiet"])]
public sealed class TestDdbIndexMigration : IndexMigrationCmdlet
{
    /// <summary>Answer just whether all is proven.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Quiet")]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Write each difference too.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Detailed")]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Read units a second at most, of each scan.</summary>
    [Parameter]
    public double? MaxReadUnits { get; set; }

    /// <summary>Segments of each scan.</summary>
    [Parameter]
    public int? TotalSegments { get; set; }

    /// <summary>Requests at once, at most.</summary>
    [Parameter]
    public int? ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!TryRun(ReadOptions, (options, pump, token) => IndexMigrations.VerifyAsync(options, Detailed ? pump.Emit : null, pump, token), out var checks))
            return;
        if (Quiet)
            WriteObject(checks.All(check => check.Status is DdbCheckStatus.Pass or DdbCheckStatus.Warn));
        else
            WriteObject(checks, enumerateCollection: true);
    }

    private IndexMigrationOptions ReadOptions() => ReadIndexOptions() with { MaxReadUnits = MaxReadUnits, TotalSegments = TotalSegments, ThrottleLimit = ThrottleLimit };
}
