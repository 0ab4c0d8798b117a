using System.Diagnostics;
using System.Text.Json;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Bench.Trials;

/// <summary>The reference method as a script, which is how it is used: Python with its standard library.</summary>
internal static class PythonLoop
{
    /// <summary>Where Python is; null where there is none.</summary>
    public static string? Python { get; } = SearchPath.Find("python3") ?? SearchPath.Find("python");

    public static async Task<TrialResult> RunAsync(string method, TrialTarget target)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Reference", "serial_puts.py");
        var start = new ProcessStartInfo(Python!, [script, target.EndpointUrl, target.TableName, TrialTable.NamespaceId]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{Python}' could not be started.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<TrialResult>(output)! with { Method = method }
            : throw new InvalidOperationException($"The reference method ended with exit code {process.ExitCode}; what it said stands above.");
    }
}
