using System.Xml.Linq;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Plots;
using DynamoNamespace.Bench.Reports;
using DynamoNamespace.Bench.Suites;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Bench;

public sealed class ReportTests
{
    [Fact]
    public void PlotsAreWellFormedAndShowEachFigure()
    {
        var plots = PlotFiles.Of(Measured());
        Assert.Equal(["performance-ratios.svg", "performance-items.svg", "performance-item-size.svg", "performance-writers.svg"], plots.Select(plot => plot.Name), StringComparer.Ordinal);
        foreach (var (name, content) in plots)
        {
            var svg = XDocument.Parse(content).Root!;
            Assert.DoesNotContain("NaN", content, StringComparison.Ordinal);
            var (width, height) = ((double)svg.Attribute("width")!, (double)svg.Attribute("height")!);
            foreach (var dot in svg.Descendants().Where(element => element.Name.LocalName == "circle"))
            {
                Assert.InRange((double)dot.Attribute("cx")!, 0, width);
                Assert.InRange((double)dot.Attribute("cy")!, 0, height);
            }

            Assert.True(svg.Descendants().Any(element => element.Name.LocalName is "circle" or "rect"), name);
        }
    }

    [Fact]
    public void WhatWasNotMeasuredHasNoPlot() => Assert.Empty(PlotFiles.Of(new MeasurementList()));

    [Theory]
    [InlineData(7, new double[] { 0, 2, 4, 6, 8 })]
    [InlineData(100, new double[] { 0, 20, 40, 60, 80, 100 })]
    [InlineData(0.9, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    public void AnAxisHasRoundNumbers(double highest, double[] ticks) =>
        Assert.Equal(ticks, AxisTicks.FromZero(highest).Select(tick => Math.Round(tick, 6)));

    [Fact]
    public void ThePageKeepsWhatStandsAroundTheFigures()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "performance.md"));
        var once = PerformancePage.Replace(page, "| figures |");
        Assert.Contains("| figures |", once, StringComparison.Ordinal);
        Assert.StartsWith("# Performance", once, StringComparison.Ordinal);
        Assert.EndsWith(page[page.IndexOf(PerformancePage.End, StringComparison.Ordinal)..], once, StringComparison.Ordinal);
        Assert.Equal(once, PerformancePage.Replace(once, "| figures |"));
        Assert.Throws<InvalidOperationException>(() => PerformancePage.Replace("# Performance", "| figures |"));
    }

    [Fact]
    public void ATableIsTheSameAsTextAndAsMarkdown()
    {
        var table = new Table("Rates", ["", "items/s"], [["copy", "5,000"], ["a|b", "7"]]);
        Assert.Equal("Rates\n        items/s\n  copy    5,000\n  a|b         7\n", table.ToText().ReplaceLineEndings("\n"));
        Assert.Equal("**Rates**\n\n|  | items/s |\n| --- | ---: |\n| copy | 5,000 |\n| a\\|b | 7 |\n", table.ToMarkdown());
    }

    private static MeasurementList Measured()
    {
        var list = new MeasurementList();
        foreach (var method in new[] { ClientTrial.Copy, ClientTrial.Objects })
            list.Add(BenchOptions.Client, MeasurementTests.Trial(method, 70_000));
        foreach (var method in new[] { EngineTrial.Copy, EngineTrial.Flood, EngineTrial.Loop, EngineTrial.Reference, EngineTrial.Verify, EngineTrial.BareScanning })
            list.Add(BenchOptions.Engine, MeasurementTests.Trial(method, 5_000));
        foreach (var step in GrowthSuite.TableSizes)
        {
            list.Add(BenchOptions.Growth, GrowthSuite.ByItems, MeasurementTests.Trial("copy", step), step);
            list.Add(BenchOptions.Growth, GrowthSuite.Memory, MeasurementTests.Trial("copy", step), step);
        }

        foreach (var step in GrowthSuite.ItemSizes)
        {
            list.Add(BenchOptions.Growth, GrowthSuite.BySize, MeasurementTests.Trial("copy", 1e8 / step), step);
            list.Add(BenchOptions.Growth, GrowthSuite.ObjectsBySize, MeasurementTests.Trial("objects", 3e7 / step), step);
        }

        list.Add(BenchOptions.Growth, GrowthSuite.ByWriters, MeasurementTests.Trial("copy", 10_000), 1);
        list.Add(BenchOptions.Growth, GrowthSuite.ByWriters, MeasurementTests.Trial("copy", 60_000), 64);
        return list;
    }
}
