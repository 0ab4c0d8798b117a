using System.Diagnostics;
using System.Globalization;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Bench;

/// <summary>What one trial took, start-up of the process not counted.</summary>
internal sealed record TrialResult(string Method, long Items, double Seconds, double CpuSeconds, long PeakBytes, long Requests);

/// <summary>One way to copy a table, run in a process of its own so that its CPU time and memory are its own.</summary>
internal static class Trial
{
    public const string Copy = "copy";
    public const string Serial = "serial";

    public static async Task<TrialResult> RunAsync(string method, string tableName, string endpoint)
    {
        var cpuBefore = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var (items, requests) = method switch
        {
            Copy => await CopyAsync(tableName, endpoint),
            Serial => await SerialPutLoop.RunAsync(tableName, endpoint),
            _ => throw new ArgumentException($"There is no method '{method}'.", nameof(method)),
        };
        watch.Stop();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - cpuBefore;
        return new TrialResult(method, items, watch.Elapsed.TotalSeconds, cpu.TotalSeconds, PeakBytes(), requests);
    }

    private static async Task<(long Items, long Requests)> CopyAsync(string tableName, string endpoint)
    {
        var run = await KeyMigration.CopyAsync(new MigrationOptions
        {
            TableName = tableName,
            NamespaceId = TrialRunner.NamespaceId,
            Connection = new ConnectionOptions { EndpointUrl = endpoint, Region = "us-east-1" },
        }, new SilentObserver(), CancellationToken.None);
        return run.Error is null ? (run.Result.Written, run.Result.Requests) : throw run.Error;
    }

    /// <summary>The highest resident set that the kernel has seen of this process.</summary>
    private static long PeakBytes()
    {
        const string label = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(label, StringComparison.Ordinal));
        return long.Parse(line[label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    private sealed class SilentObserver : IRunObserver
    {
        public void OnProgress(RunSnapshot snapshot)
        {
        }

        public void OnWarning(string message)
        {
        }

        public void OnVerbose(string message)
        {
        }
    }
}
