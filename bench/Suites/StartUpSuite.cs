using System.Diagnostics;
using System.Globalization;
using DynamoNamespace.Bench.Measurements;
using DynamoNamespace.Bench.Trials;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Tests.Support.Processes;
using DynamoNamespace.Tests.Support;

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

    public static async Task RunAsync(PowerShellHost powerShell, MeasurementList measured)
    {
        // The first of each reads the files from the disk.
        for (var repeat = 0; repeat <= Repeats; repeat++)
        {
            var seconds = await WorkerAsync();
            if (repeat > 0)
                Add(measured, Worker, seconds);
        }

        for (var repeat = 0; repeat <= Repeats; repeat++)
        {
            var seconds = await ImportAsync(powerShell);
            if (repeat > 0)
                Add(measured, Import, seconds);
        }
    }

    private static async Task<double> WorkerAsync()
    {
        var watch = Stopwatch.StartNew();
        var result = await WorkerProcess.RunAsync(["--version"], environment: null);
        return result.ExitCode == 0
            ? watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{Worker} could not be measured: {result}");
    }

    private static async Task<double> ImportAsync(PowerShellHost powerShell)
    {
        var module = RepositoryRoot.Combine("artifacts", "module", "DynamoNamespace");
        var script = $"$watch = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module '{module.Replace("'", "''", StringComparison.Ordinal)}' -ErrorAction Stop; $watch.Stop(); "
            + "if (-not (Get-Command Invoke-DdbKeyMigration -ErrorAction Ignore)) { exit 1 }; $watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)";
        var said = new List<string>();
        var exitCode = await (powerShell.Code(script) with { OnOutput = said.Add }).RunAsync(CancellationToken.None);
        return exitCode == 0
            ? double.Parse(said[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(
                $"{Import} could not be measured: {powerShell.Name} ended with {exitCode}. {string.Join(' ', said)}");
    }

    private static void Add(MeasurementList measured, string series, double seconds) =>
        measured.Add(BenchOptions.StartUp, new TrialResult(series, 1, seconds, 0, 0, 0, 0));
}
