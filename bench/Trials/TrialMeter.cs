using System.Diagnostics;
using System.Globalization;

namespace DynamoNamespace.Bench.Trials;

/// <summary>Measures what this process takes for a piece of work.</summary>
internal static class TrialMeter
{
    public static async Task<TrialResult> MeasureAsync(string method, Func<Task<TrialWork>> work)
    {
        // What the warm-up left behind is not this work's to collect.
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Cpu();
        var watch = Stopwatch.StartNew();
        var done = await work();
        watch.Stop();
        cpu = Cpu() - cpu;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        return new TrialResult(
            method, done.Items, watch.Elapsed.TotalSeconds, cpu.TotalSeconds, allocated, PeakBytes(), done.Requests, done.ReadUnits, done.WriteUnits);
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    /// <summary>The highest resident set that the system has seen of this process.</summary>
    private static long PeakBytes()
    {
        const string status = "/proc/self/status";
        const string label = "VmHWM:";
        if (File.Exists(status))
        {
            var line = File.ReadLines(status).First(line => line.StartsWith(label, StringComparison.Ordinal));
            return long.Parse(line[label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
