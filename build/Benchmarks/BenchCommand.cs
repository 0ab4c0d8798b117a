using System.CommandLine;
using DynamoNamespace.Build.CommandLines;

namespace DynamoNamespace.Build.Benchmarks;

/// <summary>
/// The command line of the benchmark. The build program reads it to refuse a bad one before it compiles anything, and
/// the benchmark reads it again to carry it out.
/// </summary>
/// <param name="RunAsync">Measures.</param>
/// <param name="RunTrialAsync">Runs one trial.</param>
/// <param name="ServeAsync">Serves the null endpoint.</param>
internal sealed record BenchCommand(
    Func<BenchOptions, CancellationToken, Task<int>> RunAsync,
    Func<TrialOptions, CancellationToken, Task<int>> RunTrialAsync,
    Func<EndpointOptions, CancellationToken, Task<int>> ServeAsync)
{
    public const string UntilInputEnds = "--until-input-ends";

    public Command Create()
    {
        var only = ValueOption.Words(
            "--only", "GROUP,…",
            $"The groups to measure, of {string.Join(", ", BenchOptions.AllGroups)}. Default: all.",
            [.. BenchOptions.AllGroups]);
        var items = ValueOption.Number("--items", "Items a run of the group client. Default: 500,000.");
        var engineItems = ValueOption.Number(
            "--engine-items", "Items of the table of the group engine. Default: 20,000; with --full 100,000.");
        var repeats = ValueOption.Number("--repeats", "How often each trial is run. Default: 3; with --full 5.");
        var writers = ValueOption.Number("--writers", "Requests under way at once. Default: 16.");
        var full = new Option<bool>("--full")
        {
            Description = "A larger table on the local engine, more repeats, and growth measured as often.",
        };
        var output = ValueOption.Text(
            "--output", "FOLDER", "Where bench.json, bench.md and the plots go. Default: artifacts/bench.");
        var publish = new Option<bool>("--publish")
        {
            Description = "Also renew the figures and plots of docs/performance.md.",
        };
        var pwsh = PwshOption.Create();
        var command = new Command(
            "bench", "Build, then measure the client alone, the local engine, growth and start-up.")
        {
            only, items, engineItems, repeats, writers, full, output, publish, pwsh, Trial(), Endpoint(),
        };
        command.Validators.Add(line =>
        {
            if (line.GetValue(publish) && line.GetResult(only) is not null)
                line.AddError("'--publish' goes without '--only': the page shows all groups of one run.");
        });
        command.SetAction((line, stop) =>
        {
            var isFull = line.GetValue(full);
            var usual = new BenchOptions();
            return RunAsync(
                new()
                {
                    Groups = line.GetValue(only) ?? usual.Groups,
                    ClientItems = line.GetValue(items) ?? usual.ClientItems,
                    EngineItems = line.GetValue(engineItems) ?? (isFull ? 100_000 : usual.EngineItems),
                    Repeats = line.GetValue(repeats) ?? (isFull ? 5 : usual.Repeats),
                    Writers = line.GetValue(writers) ?? usual.Writers,
                    IsFull = isFull,
                    Output = line.GetValue(output) ?? usual.Output,
                    Publishes = line.GetValue(publish),
                    PowerShell = line.GetValue(pwsh),
                },
                stop);
        });
        return command;
    }

    private Command Trial()
    {
        var method = new Argument<string>("METHOD")
        {
            Description = "On the null endpoint, whose tables are items-N and items-N-of-BYTES: "
                + $"{string.Join(", ", TrialOptions.ClientMethods)}. "
                + $"On the local engine: {string.Join(", ", TrialOptions.EngineMethods)}.",
        };
        method.AcceptOnlyFromAmong([.. TrialOptions.ClientMethods, .. TrialOptions.EngineMethods]);
        var items = ValueOption.Number("--items", "Items of the table. Default: 500,000; on the local engine 20,000.");
        var tables = ValueOption.Words("--tables", "NAME,…", "Tables of the null endpoint, in place of --items.");
        var warmUp = ValueOption.Number(
            "--warm-up", "Items copied before, on the null endpoint. Default: 50,000.", least: 0);
        var writers = ValueOption.Numbers("--writers", "Requests under way at once, each number in turn. Default: 16.");
        var endpoint = ValueOption.Text("--endpoint", "URL", "A null endpoint that runs already.");
        var engine = ValueOption.Text("--engine", "URL", "A local engine that runs already.");
        var command = new Command(
            "trial", "Run one trial in one process, for a profiler or environment variables; print its figures as JSON.")
        {
            method, items, tables, warmUp, writers, endpoint, engine,
        };
        command.SetAction((line, stop) => RunTrialAsync(
            new(
                line.GetValue(method)!, line.GetValue(items), line.GetValue(tables), line.GetValue(warmUp),
                line.GetValue(writers) ?? [BenchOptions.DefaultWriters],
                line.GetValue(endpoint), line.GetValue(engine)),
            stop));
        return command;
    }

    private Command Endpoint()
    {
        var port = ValueOption.Number("--port", "The port. Default: a free one.", least: 0);
        var untilInputEnds = new Option<bool>(UntilInputEnds) { Description = "End with the standard input." };
        var command = new Command("endpoint", "Serve the null endpoint until the process is stopped.")
        {
            port, untilInputEnds,
        };
        command.SetAction((line, stop) =>
            ServeAsync(new(line.GetValue(port) ?? 0, line.GetValue(untilInputEnds)), stop));
        return command;
    }
}
