using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;

namespace DynamoNamespace.Bench;

/// <summary>Fills a table, runs one trial on it in a new process, and drops the table.</summary>
internal sealed class TrialRunner(DynoxideServer server)
{
    public const string NamespaceId = "bench01";
    private const int Seed = 7;
    private int count;

    public async Task<TrialResult> RunAsync(string method, int items)
    {
        var tableName = string.Create(CultureInfo.InvariantCulture, $"bench-{method}-{++count}");
        using var raw = server.Raw();
        await raw.CreateTableAsync(SampleTable.CreateTableRequestJson(tableName, withGsi4: true, withStream: false));
        await raw.LoadAsync(tableName, SampleTable.Items(items, Seed));
        var connection = new ConnectionOptions { EndpointUrl = server.EndpointUrl, Region = "us-east-1" };
        await NamespaceOperations.RegisterAsync(connection, tableName, "default", NamespaceId, CancellationToken.None);
        var result = await RunChildAsync(method, tableName);
        await raw.DeleteTableAsync(tableName);
        return result.Items == items
            ? result
            : throw new InvalidOperationException($"The trial '{method}' copied {result.Items} of {items} items, so its figures mean nothing.");
    }

    private async Task<TrialResult> RunChildAsync(string method, string tableName)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { typeof(TrialRunner).Assembly.Location, "trial", method, tableName, server.EndpointUrl })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<TrialResult>(output)!
            : throw new InvalidOperationException($"The trial '{method}' ended with exit code {process.ExitCode}.");
    }
}
