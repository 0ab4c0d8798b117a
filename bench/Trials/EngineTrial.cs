using DynamoNamespace.Bench.NullEndpoint;

namespace DynamoNamespace.Bench.Trials;

/// <summary>The trials on the local engine. Each begins on a table of its own and with this process warm.</summary>
internal static class EngineTrial
{
    public const string Migration = "migration";
    public const string Flood = "flood";
    public const string Loop = "loop";
    public const string Reference = "reference";

    public const string Copy = "copy";
    public const string SecondRun = "second run";
    public const string BareScanning = "bare scan";
    public const string Verify = "verify";
    public const string Delete = "delete";

    /// <summary>Reading takes so much less time than writing that it is done several times.</summary>
    private const int Readings = 3;

    /// <summary>A table on which a sequence is gone through once before it counts.</summary>
    private const int RehearsalItems = 2_000;

    private static readonly NullTable WarmUpTable = new(20_000);

    public static async Task<IReadOnlyList<TrialResult>> RunAsync(string method, string endpointUrl, string nullUrl, int items, int writers)
    {
        var nullTable = new TrialTarget(nullUrl, WarmUpTable.Name, writers);
        await using var table = await EngineTable.CreateAsync(endpointUrl, items, writers);
        switch (method)
        {
            case Reference:
                return [await VerifiedAsync(await PythonLoop.RunAsync(Reference, table.Target), table)];
            case Loop:
                await WarmUp.RunAsync(() => SerialPutLoop.RunAsync(nullTable with { TableName = new NullTable(RehearsalItems).Name }));
                return [await VerifiedAsync(await TrialMeter.MeasureAsync(Loop, () => SerialPutLoop.RunAsync(table.Target)), table)];
            case Flood:
                return [await VerifiedAsync(await FloodAsync(table, nullTable), table)];
            default:
                await WarmUp.RunAsync(() => MigrationTrial.CopyAsync(nullTable));
                await using (var rehearsal = await EngineTable.CreateAsync(endpointUrl, RehearsalItems, writers))
                    await MigrateAsync(rehearsal);
                return await MigrateAsync(table);
        }
    }

    private static async Task<TrialResult> FloodAsync(EngineTable table, TrialTarget nullTable)
    {
        var rehearsal = Trials.Flood.Prepare(nullTable, SampleItems.Usual((int)WarmUpTable.Items));
        await WarmUp.RunAsync(rehearsal.RunAsync);
        var flood = Trials.Flood.Prepare(table.Target, SampleItems.Table(table.Items));
        return await TrialMeter.MeasureAsync(Flood, flood.RunAsync);
    }

    /// <summary>Another way to write counts only if it wrote what a copy writes.</summary>
    private static async Task<TrialResult> VerifiedAsync(TrialResult result, EngineTable table)
    {
        await MigrationTrial.VerifyAsync(table.Target, 2L * table.Items);
        return Checked(result, table.Items);
    }

    private static async Task<IReadOnlyList<TrialResult>> MigrateAsync(EngineTable table)
    {
        var target = table.Target;
        var results = new List<TrialResult>
        {
            Checked(await TrialMeter.MeasureAsync(Copy, () => MigrationTrial.CopyAsync(target)), table.Items),
            Checked(await TrialMeter.MeasureAsync(SecondRun, () => MigrationTrial.CopyAsync(target)), table.Items),
        };
        for (var reading = 0; reading < Readings; reading++)
        {
            var scan = await TrialMeter.MeasureAsync(BareScanning, () => BareScan.RunAsync(target));
            results.Add(scan);
            results.Add(await TrialMeter.MeasureAsync(Verify, () => MigrationTrial.VerifyAsync(target, scan.Items)));
        }

        results.Add(Checked(await TrialMeter.MeasureAsync(Delete, () => MigrationTrial.DeleteAsync(target)), table.Items));
        return results;
    }

    private static TrialResult Checked(TrialResult result, long items) => result.Items == items
        ? result
        : throw new InvalidOperationException($"The trial '{result.Method}' was done with {result.Items} of {items} items, so its figures mean nothing.");
}
