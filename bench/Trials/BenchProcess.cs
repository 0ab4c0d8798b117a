using System.Diagnostics;
using System.Text.Json;
using DynamoNamespace.Build.Benchmarks;

namespace DynamoNamespace.Bench.Trials;

/// <summary>This program again, as a process of its own.</summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly Process process;

    private BenchProcess(Process process) => this.process = process;

    /// <summary>Starts the null endpoint; it ends with this object.</summary>
    public static async Task<(BenchProcess Process, string EndpointUrl)> StartEndpointAsync()
    {
        var started = new BenchProcess(Start(["endpoint", BenchCommand.UntilInputEnds]));
        var url = await started.process.StandardOutput.ReadLineAsync();
        return url is not null ? (started, url) : throw new InvalidOperationException("The null endpoint could not be started.");
    }

    /// <summary>Runs a trial to its end and reads its results.</summary>
    public static async Task<IReadOnlyList<TrialResult>> RunTrialAsync(IEnumerable<string> arguments)
    {
        string[] all = ["trial", .. arguments];
        using var trial = Start(all);
        var output = await trial.StandardOutput.ReadToEndAsync();
        await trial.WaitForExitAsync();
        return trial.ExitCode == 0
            ? JsonSerializer.Deserialize<IReadOnlyList<TrialResult>>(output)!
            : throw new InvalidOperationException($"The trial '{string.Join(' ', all)}' ended with exit code {trial.ExitCode}; what it said stands above.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        // The runtime's own host has to be told which program to run.
        var host = Environment.ProcessPath!;
        string[] program = string.Equals(Path.GetFileNameWithoutExtension(host), "dotnet", StringComparison.Ordinal) ? [typeof(BenchProcess).Assembly.Location] : [];
        var start = new ProcessStartInfo(host, [.. program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The benchmark could not start itself.");
    }
}
