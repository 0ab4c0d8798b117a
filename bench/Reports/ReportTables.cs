using DynamoNamespace.Bench.Goals;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Reports;

/// <summary>The tables of a report: the goals, and what each series took.</summary>
internal static class ReportTables
{
    public static IReadOnlyList<Table> Of(MeasurementList measured) =>
    [
        Goals(GoalList.Of(measured)),
        .. new[]
        {
            Series(measured, BenchOptions.Client, "The client alone"),
            Series(measured, BenchOptions.Engine, "On the local engine"),
            Steps(measured, "By the number of items", "items", GrowthSuite.ByItems),
            Steps(measured, "By the number of items, each in a new process", "items", GrowthSuite.Memory),
            Steps(measured, "By the size of items", "bytes", GrowthSuite.BySize),
            Steps(measured, "By the size of items, plain SDK objects", "bytes", GrowthSuite.ObjectsBySize),
            Steps(measured, "By the number of writers", "writers", GrowthSuite.ByWriters),
            StartUp(measured),
        }.Where(table => table.Rows.Count > 0),
    ];

    public static Table Goals(IReadOnlyList<Goal> goals) => new("Goals", ["", "measured", "goal", ""],
        [.. goals.Select(goal => (string[])[goal.Title, Measured(goal), Target(goal), State(goal.State)])]);

    private static Table Series(MeasurementList measured, string group, string title) => new(title, [$"medians", .. Columns],
        [.. measured.All.Where(each => each.Group == group).Select(each => each.Series).Distinct(StringComparer.Ordinal)
            .Select(series => (string[])[series, .. Figures(measured, group, series, 0)])]);

    private static Table Steps(MeasurementList measured, string title, string what, string series) => new(title, [what, .. Columns],
        [.. measured.Steps(BenchOptions.Growth, series).Select(step => (string[])[FormattableString.Invariant($"{step:N0}"), .. Figures(measured, BenchOptions.Growth, series, step)])]);

    private static Table StartUp(MeasurementList measured) => new("Start-up", ["medians", "ms"],
        [.. new[] { StartUpSuite.Worker, StartUpSuite.Import }
            .Select(series => (series, Value: measured.MedianOf(BenchOptions.StartUp, series, result => result.Seconds * 1000)))
            .Where(each => each.Value is not null)
            .Select(each => (string[])[each.series, FormattableString.Invariant($"{each.Value:N0}")])]);

    private static readonly string[] Columns = ["items/s", "CPU s per million", "allocated bytes per item", "peak MB", "requests per item", "write units"];

    private static IEnumerable<string> Figures(MeasurementList measured, string group, string series, long step)
    {
        double Median(Func<TrialResult, double> figure) => measured.MedianOf(group, series, figure, step)!.Value;
        var requests = Median(result => result.RequestsPerItem);
        var units = Median(result => result.WriteUnits);
        return
        [
            FormattableString.Invariant($"{Median(result => result.Rate):N0}"),
            FormattableString.Invariant($"{Median(result => result.CpuPerMillion):N1}"),
            Median(result => result.AllocatedPerItem) is > 0 and var allocated ? FormattableString.Invariant($"{allocated:N0}") : "–",
            FormattableString.Invariant($"{Median(result => result.PeakMegabytes):N0}"),
            requests > 0 ? FormattableString.Invariant($"{requests:N4}") : "–",
            series is EngineTrial.Copy or EngineTrial.SecondRun or EngineTrial.Delete ? FormattableString.Invariant($"{units:N0}") : "–",
        ];
    }

    /// <summary>A figure just beside its goal is not rounded onto it.</summary>
    private static string Measured(Goal goal)
    {
        if (goal.Value is not { } value)
            return "–";
        var rounded = Math.Round(value, goal.Unit.Length > 0 ? 1 : 3);
        return (goal with { Value = rounded }).State == goal.State ? Number(rounded, goal.Unit) : Number(value, goal.Unit);
    }

    private static string Target(Goal goal)
    {
        if (goal.Target is null)
            return "";
        var sign = goal.Bound == Bound.AtLeast ? "≥" : "≤";
        var stretch = goal.Stretch is { } further ? $" (then {sign} {Number(further, goal.Unit)})" : "";
        return $"{sign} {Number(goal.Target, goal.Unit)}{stretch}";
    }

    private static string State(GoalState state) => state switch
    {
        GoalState.NoGoal => "",
        GoalState.NotMeasured => "not measured",
        GoalState.NotMet => "NOT met",
        GoalState.StretchMet => "met, the further goal too",
        _ => "met",
    };

    private static string Number(double? value, string unit) => FormattableString.Invariant($"{value:0.######}{(unit.Length > 0 ? " " + unit : "")}");
}
