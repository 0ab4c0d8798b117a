using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DynamoNamespace.Tests.Support;

namespace DynamoNamespace.Bench.Reports;

/// <summary>What the figures were measured on. It names no host, user or folder.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime, string Sdk, string Engine, string Load)
{
    public static async Task<Machine> ReadAsync() => new(
        FirstLine("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024, 1),
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        RuntimeInformation.FrameworkDescription,
        $"AWSSDK.DynamoDBv2 {FileVersionInfo.GetVersionInfo(typeof(Amazon.DynamoDBv2.AmazonDynamoDBClient).Assembly.Location).FileVersion}",
        await EngineAsync(),
        File.Exists("/proc/loadavg") ? string.Join(", ", (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ').Take(3)) : "unknown");

    public IReadOnlyList<(string Name, string Value)> Lines =>
    [
        ("Processor", string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores, shared by the client and the endpoint")),
        ("Memory", string.Create(CultureInfo.InvariantCulture, $"{MemoryGigabytes} GB")),
        ("System", System),
        ("Runtime", $"{Runtime}, {Sdk}"),
        ("Local engine", Engine),
        ("Load when it began (1, 5, 15 minutes)", Load),
    ];

    /// <summary>The engine names its version in its answers.</summary>
    private static async Task<string> EngineAsync()
    {
        DynoxideServer server;
        try
        {
            server = await DynoxideServer.StartAsync();
        }
        catch (FileNotFoundException)
        {
            return "none";
        }

        await using var _ = server;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PostAsync(new Uri(server.EndpointUrl), new StringContent("{}"));
        return answer.Headers.TryGetValues("Server", out var names) ? string.Join(' ', names).Replace('/', ' ') : "unknown";
    }

    private static string? FirstLine(string path, string name) => File.Exists(path)
        ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
        : null;
}
