using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json;
using System.Text;
using DynamoNamespace.Bench.Goals;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.NullEndpoint;
using DynamoNamespace.Bench.Plots;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Reports;

/// <summary>What a run of the benchmark leaves behind: a text for the console, a Markdown page, JSON, and plots.</summary>
internal sealed class Report(BenchOptions options, Machine machine, MeasurementList measured)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in machine.Lines)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        text.Append(Method).Append("\n\n");
        foreach (var table in ReportTables.Of(measured))
            text.Append(table.ToText()).Append('\n');
        return text.ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in machine.Lines)
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{Method}\n\n");
        text.AppendJoin('\n', ReportTables.Of(measured).Select(table => table.ToMarkdown()));
        return text.ToString();
    }

    public async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "bench.md"), ToMarkdown());
        await File.WriteAllTextAsync(Path.Combine(folder, "bench.json"), JsonSerializer.Serialize(new
        {
            machine,
            options = new { options.Groups, options.ClientItems, options.EngineItems, options.Repeats, options.Writers, options.IsFull },
            goals = GoalList.Of(measured),
            measurements = measured.All,
        }, Json));
        await WritePlotsAsync(folder);
    }

    public async Task WritePlotsAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in PlotFiles.Of(measured))
            await File.WriteAllTextAsync(Path.Combine(folder, name), content);
    }

    private string Method => string.Create(CultureInfo.InvariantCulture,
        $"{options.ClientItems:N0} items a run alone, {options.EngineItems:N0} on the local engine, {options.Repeats} rounds of each in turn, {options.Writers} writers. Items of zae-limiter: on average {Items.MeanAttributes:N1} attributes, {Items.MeanBytes:N0} bytes as DynamoDB counts, {Items.MeanJsonBytes:N0} as JSON. Medians, and medians of the rounds' ratios.");

    private static CannedPages Items => CannedPages.Of(0, CannedPages.ForMeasurements);
}
