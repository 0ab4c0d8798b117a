using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Measurement;

/// <summary>Reads the table once and tells what its migration will take.</summary>
public static class MigrationMeasurement
{
    /// <summary>The number of scans in copy, verify, delete, verify.</summary>
    private const int Scans = 4;

    /// <summary>In place there is nothing to delete: copy and verify.</summary>
    private const int ScansInPlace = 2;

    /// <summary>Measures. Nothing is written.</summary>
    /// <exception cref="Errors.DdbException">The table cannot be read, or the mapping does not fit it.</exception>
    public static Task<DdbMigrationMeasure> RunAsync(
        MigrationOptions options, OnDemandPrices prices, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, async session =>
        {
            session.Events.Started(session, "Measure");
            var totals = new MeasureTotals(session.Table, session.Target.Table, session.Mapping.Families);
            await RunProgress.WithAsync(session, "Measure", session.Counters, () =>
                new ParallelScan(session.Calls, session.Layout.ForReading() with { Filter = session.InPlace?.Matching }, session.NewScan("Measure", session.Calls)).RunAsync(() => new MeasureHandler(session, totals), cancellationToken));
            session.Events.Ended(DdbMigrationOutcome.Completed);
            return Build(session, totals, prices);
        }, cancellationToken);

    private static DdbMigrationMeasure Build(MigrationSession session, MeasureTotals totals, OnDemandPrices prices)
    {
        var scan = session.Meter.Read.Consumed;
        // The copies double the candidates' share of the later scans; the delete reads each copy consistently.
        var read = ((session.InPlace is null ? Scans : ScansInPlace) * scan) + (2 * totals.CopyScanUnits) + totals.CopyReadUnits + (session.IsOneTable ? 0 : TargetScanUnits(session));
        var write = totals.CopyUnits + totals.DeleteUnits;
        return new DdbMigrationMeasure
        {
            TableName = session.Table.Name,
            TargetTableName = session.Target.Table.Name,
            Namespace = session.Namespace?.Name,
            NamespaceId = session.Namespace?.NamespaceId,
            Mapping = session.Mapping.Name,
            Items = session.Counters[RunCount.Scanned],
            Candidates = session.Counters[RunCount.Candidates],
            Unmappable = session.Counters[RunCount.Failed],
            Families = totals.Families(),
            Shares = totals.Shares(),
            ScanReadUnits = scan,
            CopyWriteUnits = totals.CopyUnits,
            ReadUnits = Math.Round(read, 1),
            WriteUnits = write,
            Cost = prices.CostOf(read, write),
            Prices = prices,
            TimeAtLimits = TimeAtLimits(session.Rate.Own, read, write),
        };
    }

    /// <summary>Both verifications read another table whole, with what its own writers have put there.</summary>
    private static double TargetScanUnits(MigrationSession session) => 2 * CapacityUnits.EventualScan(session.Target.Table.SizeBytes);

    private static TimeSpan? TimeAtLimits(RunLimits limits, double read, long write)
    {
        if (limits.Read.UnitsPerSecond is null && limits.Write.UnitsPerSecond is null)
            return null;
        var reading = limits.Read.UnitsPerSecond is { } reads ? read / reads : 0;
        var writing = limits.Write.UnitsPerSecond is { } writes ? write / writes : 0;
        return TimeSpan.FromSeconds(Math.Ceiling(Math.Max(reading, writing)));
    }
}
