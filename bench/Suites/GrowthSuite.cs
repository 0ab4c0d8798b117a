using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Suites;

/// <summary>How a copy's rate, CPU time and memory grow with the table, with its items, and with the requests under way at once.</summary>
internal static class GrowthSuite
{
    /// <summary>Warm, by the number of items.</summary>
    public const string ByItems = "copy by items";

    /// <summary>Each in a process that has done nothing before, as a user's: for its peak of memory.</summary>
    public const string Memory = "copy, cold";

    public const string BySize = "copy by item size";
    public const string ObjectsBySize = "objects by item size";
    public const string ByWriters = "copy by writers";

    public const int SmallTable = 10_000;
    public const int LargeTable = 1_000_000;

    private const long BytesBySize = 200 * 1024 * 1024;
    private const long MostItemsBySize = 300_000;
    private const int ItemsByWriters = 100_000;

    public static IReadOnlyList<int> TableSizes { get; } = [SmallTable, 100_000, LargeTable];

    public static IReadOnlyList<int> ItemSizes { get; } = [200, 1024, 4 * 1024, 40 * 1024];

    private static readonly int[] Writers = [1, 2, 4, 8, 16, 32, 64];

    public static async Task RunAsync(BenchOptions options, string nullUrl, MeasurementList measured)
    {
        for (var repeat = 0; repeat < (options.IsFull ? options.Repeats : 1); repeat++)
        {
            await ByItemsAsync(options, nullUrl, measured);
            NullTable[] tables = [.. ItemSizes.Select(size => new NullTable(Math.Min(MostItemsBySize, BytesBySize / size), size))];
            foreach (var (method, series) in new[] { (ClientTrial.Copy, BySize), (ClientTrial.Objects, ObjectsBySize) })
                await SeriesAsync(measured, series, method, nullUrl, tables, [options.Writers], (table, _) => table.ItemBytes);
            await SeriesAsync(measured, ByWriters, ClientTrial.Copy, nullUrl, [new NullTable(ItemsByWriters)], Writers, (_, writers) => writers);
        }
    }

    private static async Task ByItemsAsync(BenchOptions options, string nullUrl, MeasurementList measured)
    {
        foreach (var items in TableSizes)
            await SeriesAsync(measured, Memory, ClientTrial.Copy, nullUrl, [new NullTable(items)], [options.Writers], (table, _) => table.Items, warmUp: 0);
        await SeriesAsync(measured, ByItems, ClientTrial.Copy, nullUrl, [.. TableSizes.Select(items => new NullTable(items))], [options.Writers], (table, _) => table.Items);
    }

    private static async Task SeriesAsync(
        MeasurementList measured, string series, string method, string nullUrl, IReadOnlyList<NullTable> tables, IReadOnlyList<int> writers, Func<NullTable, int, long> step,
        int warmUp = TrialCommand.DefaultWarmUp)
    {
        var results = await BenchProcess.RunTrialAsync(
        [
            method, "--endpoint", nullUrl,
            "--tables", string.Join(',', tables.Select(table => table.Name)),
            "--writers", string.Join(',', writers),
            "--warm-up", warmUp.ToString(CultureInfo.InvariantCulture),
        ]);
        var points = tables.SelectMany(table => writers.Select(count => step(table, count)));
        foreach (var (result, point) in results.Zip(points))
            measured.Add(BenchOptions.Growth, series, result, point);
    }
}
