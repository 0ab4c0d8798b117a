using System.Collections;
using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Tests a plan, and what it would do with the items of its table. Nothing is written.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DdbMigrationPlan", HelpUri = HelpPage.Root + "Test-DdbMigrationPlan.md")]
[OutputType("DynamoNamespace.Engine.Verification.DdbMigrationCheck")]
[OutputType("DynamoNamespace.Engine.Plans.DdbPlanSample")]
[OutputType(typeof(bool))]
public sealed class TestDdbMigrationPlan : DdbCmdlet
{
    /// <summary>The path of the plan.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Plan")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The table, for a plan that names none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <summary>The namespace's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Namespace { get; set; }

    /// <summary>Values of the mapping's variables, by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Variable { get; set; }

    /// <summary>How many samples of each rule are written.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Sample { get; set; } = PlanTestOptions.DefaultSamples;

    /// <summary>Look at the documents only, and at no table.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Write samples too: items before and after.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Answer just whether nothing stands in the way.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Read units a second at most.</summary>
    [Parameter]
    public double? MaxReadUnits { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!TryRun(ReadOptions, (options, pump, token) => PlanTest.RunAsync(options, Detailed && !Quiet ? pump.Emit : null, pump, token), out var checks))
            return;
        if (Quiet)
            WriteObject(checks.All(check => check.Status is DdbCheckStatus.Pass or DdbCheckStatus.Warn));
        else
            WriteObject(checks, enumerateCollection: true);
    }

    private PlanTestOptions ReadOptions()
    {
        if (Quiet && Detailed)
        {
            throw new DdbException("QuietOrDetailed", DdbErrorKind.InvalidArgument, Path,
                "Quiet and Detailed were both given, and an answer of one word has no details. Give one of them; nothing was read.");
        }

        var plan = DdbMigrationPlan.Load(GetUnresolvedProviderPathFromPSPath(Path));
        var given = new MigrationOptions { TableName = TableName ?? "", Variables = VariableValues.Read(Variable), MaxReadUnits = MaxReadUnits, Connection = Connection.Read() };
        return new PlanTestOptions { Plan = plan, Migration = PlanOptions.CombineForTest(plan, given, Namespace, Offline), Samples = Sample, Offline = Offline };
    }
}
