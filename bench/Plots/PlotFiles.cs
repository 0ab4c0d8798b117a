using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Plots;

/// <summary>The plots of a run, by the names of their files. What was not measured has none.</summary>
internal static class PlotFiles
{
    public const string Prefix = "performance-";

    private const double BarWidth = 640;

    public static IReadOnlyList<(string Name, string Content)> Of(MeasurementList measured)
    {
        var files = new List<(string, string)>();
        void Add(string name, string? content)
        {
            if (content is not null)
                files.Add(($"{Prefix}{name}.svg", content));
        }

        Add("ratios", Ratios(measured));
        Add("items", Grid("A copy by the number of items", Items(measured)));
        Add("item-size", Grid("A copy by the size of items", Sizes(measured)));
        Add("writers", Grid("A copy by the number of writers", Panels(measured, "writers", value => $"{value:0}", [("copy", "a", GrowthSuite.ByWriters)])));
        return files;
    }

    private static IReadOnlyList<LinePanel> Items(MeasurementList measured)
    {
        var panels = Panels(measured, "items", AxisTicks.Label, [("copy", "a", GrowthSuite.ByItems)]);
        return panels.Count == 0 ? [] : [.. panels, Panel(measured, "Peak memory, MB", "items", AxisTicks.Label, [("copy, new process", "a", GrowthSuite.Memory)], result => result.PeakMegabytes)];
    }

    private static IReadOnlyList<LinePanel> Sizes(MeasurementList measured) => [.. Panels(
        measured, "size of an item", value => FormattableString.Invariant($"{value / 1024:0.#} KB"), [("copy", "a", GrowthSuite.BySize), ("plain SDK objects", "b", GrowthSuite.ObjectsBySize)]).Select(panel => panel with { HasPowers = true })];

    private static IReadOnlyList<LinePanel> Panels(MeasurementList measured, string xTitle, Func<double, string> xLabel, (string Name, string Style, string Series)[] lines) =>
        lines.All(line => measured.Steps(BenchOptions.Growth, line.Series).Count == 0) ? [] :
        [
            Panel(measured, "Items/s", xTitle, xLabel, lines, result => result.Rate),
            Panel(measured, "CPU s per million items", xTitle, xLabel, lines, result => result.CpuPerMillion),
        ];

    private static LinePanel Panel(
        MeasurementList measured, string title, string xTitle, Func<double, string> xLabel, (string Name, string Style, string Series)[] lines, Func<TrialResult, double> figure) =>
        new(title, xTitle, [.. lines.Select(line => new PlotLine(line.Name, line.Style,
            [.. measured.Steps(BenchOptions.Growth, line.Series).Select(step => ((double)step, measured.MedianOf(BenchOptions.Growth, line.Series, figure, step)!.Value))]))], xLabel);

    private static string? Grid(string title, IReadOnlyList<LinePanel> panels)
    {
        if (panels.Count == 0)
            return null;
        var names = panels[0].Lines;
        var legend = names.Count > 1 ? 24.0 : 0;
        var svg = new Svg(LinePanel.Width * panels.Count, LinePanel.Height + legend, title);
        for (var index = 0; index < panels.Count; index++)
            panels[index].Draw(svg, LinePanel.Width * index, legend);
        for (var index = 0; legend > 0 && index < names.Count; index++)
        {
            svg.Bar(16 + (index * 150), 8, 12, 12, names[index].Style);
            svg.Text(34 + (index * 150), 18, names[index].Name);
        }

        return svg.ToString();
    }

    private static string? Ratios(MeasurementList measured)
    {
        var panels = new[]
        {
            Bars(measured, BenchOptions.Client, "The client alone, items/s", result => result.Rate, ("copy", ClientTrial.Copy, "a"), ("plain SDK objects", ClientTrial.Objects, "b")),
            Bars(measured, BenchOptions.Client, "The client alone, CPU s per million items", result => result.CpuPerMillion, ("copy", ClientTrial.Copy, "a"), ("plain SDK objects", ClientTrial.Objects, "b")),
            Bars(measured, BenchOptions.Engine, "Writing on the local engine, items/s", result => result.Rate,
                ("copy", EngineTrial.Copy, "a"), ("flood, the engine's limit", EngineTrial.Flood, "c"), ("serial puts, our loop", EngineTrial.Loop, "b"), ("serial puts, reference", EngineTrial.Reference, "b")),
            Bars(measured, BenchOptions.Engine, "Reading on the local engine, items/s", result => result.Rate,
                ("verify", EngineTrial.Verify, "a"), ("bare scan", EngineTrial.BareScanning, "c")),
        }.OfType<BarPanel>().ToList();
        if (panels.Count == 0)
            return null;
        var svg = new Svg(BarWidth, panels.Sum(panel => panel.Height), "A copy and a verification beside what they are measured by");
        var y = 0.0;
        foreach (var panel in panels)
        {
            panel.Draw(svg, 0, y, BarWidth);
            y += panel.Height;
        }

        return svg.ToString();
    }

    private static BarPanel? Bars(MeasurementList measured, string group, string title, Func<TrialResult, double> figure, params (string Name, string Series, string Style)[] bars)
    {
        var found = bars.Select(bar => (bar.Name, Value: measured.MedianOf(group, bar.Series, figure), bar.Style)).Where(bar => bar.Value is not null).ToList();
        return found.Count < 2
            ? null
            : new BarPanel(title, [.. found.Select(bar => (bar.Name, bar.Value!.Value, bar.Value.Value.ToString(bar.Value < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture), bar.Style))]);
    }
}
