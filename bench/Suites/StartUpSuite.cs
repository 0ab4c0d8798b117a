using System.Diagnostics;
using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;

namespace DynamoNamespace.Bench.Suites;

/// <summary>
/// How long the staged worker takes from its start to its end when it has nothing to do, and the staged module to be imported into a pwsh that
/// is up already.
/// </summary>
internal static class StartUpSuite
{
    public const string Worker = "worker";
    public const string Import = "Import-Module";

    private const int Repeats = 7;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(MeasurementList measured)
    {
        // The first of each reads the files from the disk.
        for (var repeat = 0; repeat <= Repeats; repeat++)
        {
            var seconds = await WorkerAsync();
            if (repeat > 0)
                Add(measured, Worker, seconds);
        }

        if (Programs.Find("pwsh") is not { } pwsh)
        {
            Console.Error.WriteLine($"  {Import} was not measured: there is no pwsh on PATH.");
            return;
        }

        for (var repeat = 0; repeat <= Repeats; repeat++)
        {
            var seconds = await ImportAsync(pwsh);
            if (repeat > 0)
                Add(measured, Import, seconds);
        }
    }

    private static async Task<double> WorkerAsync()
    {
        var watch = Stopwatch.StartNew();
        Require(Worker, await WorkerProcess.RunAsync(["--version"], environment: null, Limit));
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ImportAsync(string pwsh)
    {
        var module = RepositoryRoot.Combine("artifacts", "module", "DynamoNamespace");
        var script = $"$watch = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}' -ErrorAction Stop; $watch.Stop(); "
            + "if (-not (Get-Command Invoke-DdbKeyMigration -ErrorAction Ignore)) { exit 1 }; $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)";
        await using var process = ChildProcess.Start(pwsh, ["-NoProfile", "-NonInteractive", "-Command", script]);
        return double.Parse(Require(Import, await process.WaitAsync(Limit)).StandardOutput.Trim(), CultureInfo.InvariantCulture);
    }

    private static ProcessResult Require(string what, ProcessResult result) => result.ExitCode == 0
        ? result
        : throw new InvalidOperationException($"{what} could not be measured: {result}");

    private static void Add(MeasurementList measured, string series, double seconds) =>
        measured.Add(BenchOptions.StartUp, new TrialResult(series, 1, seconds, 0, 0, 0, 0));
}
