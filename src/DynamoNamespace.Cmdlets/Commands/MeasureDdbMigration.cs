using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Measurement;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Counts what there is to migrate, and what it takes: units, cost, time.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "DdbMigration", DefaultParameterSetName = TableSet,
    HelpUri = HelpPage.Root + "Measure-DdbMigration.md")]
[OutputType("DynamoNamespace.Engine.Measurement.DdbMigrationMeasure")]
public sealed class MeasureDdbMigration : TargetedMigrationCmdlet
{
    /// <summary>US dollars a million read request units.</summary>
    [Parameter]
    [ValidateRange(0, 1e9)]
    public double? ReadPrice { get; set; }

    /// <summary>US dollars a million write request units.</summary>
    [Parameter]
    [ValidateRange(0, 1e9)]
    public double? WritePrice { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (TryRun(ReadOptions, (options, pump, token) => MigrationMeasurement.RunAsync(options, ReadPrices(), pump, token), out var measure))
            WriteObject(measure);
    }

    private OnDemandPrices ReadPrices() => new(
        (decimal?)ReadPrice ?? OnDemandPrices.UsEast1.ReadMillion, (decimal?)WritePrice ?? OnDemandPrices.UsEast1.WriteMillion);
}
