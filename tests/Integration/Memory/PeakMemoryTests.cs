using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Memory;

/// <summary>The memory of a copy does not grow with the table: the worker's peak over a small, a large and a very large one.</summary>
public sealed class PeakMemoryTests(ITestOutputHelper output)
{
    private const double Megabyte = 1024 * 1024;
    private const double MostBytes = 200 * Megabyte;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    [LinuxFact("Only Linux tells a process's highest resident size while it runs.")]
    [Trait("Category", "Soak")]
    public async Task AMillionItemsTakeNoMoreMemoryThanAHundredThousand()
    {
        // A small table is done before the runtime has come to its level, so its peak is told and not compared.
        var few = await PeakOfCopyAsync(10_000);
        var many = await PeakOfCopyAsync(100_000);
        var most = await PeakOfCopyAsync(1_000_000);
        output.WriteLine(FormattableString.Invariant(
            $"peak resident memory: {few / Megabyte:N0} MB at 10,000 items, {many / Megabyte:N0} MB at 100,000, {most / Megabyte:N0} MB at 1,000,000; the last is {most / few:N2} and {most / many:N2} of the others"));
        Assert.InRange(most, 1, MostBytes);
        Assert.InRange(most / many, 0, 1.1);
    }

    /// <summary>An engine of its own each, so that the first table does not slow the second.</summary>
    private static async Task<double> PeakOfCopyAsync(int items)
    {
        await using var engine = await DynoxideServer.StartAsync();
        await using var table = await MigratingTable.CreateAsync(engine, [], withGsi4: false, isRegistered: false);
        var name = $"memory-{items}";
        await table.Raw.CreateTableAsync(KeysOnlyTable(name));
        await table.Raw.LoadAsync(name, ItemJson.Plain(items));
        await NamespaceOperations.RegisterAsync(table.Connection with { EndpointUrl = engine.EndpointUrl }, name, "default", MigratingTable.NamespaceId, CancellationToken.None);

        await using var worker = WorkerProcess.Start(["migrate", "--table-name", name, "--checkpoint-path", table.CheckpointPath, "--output", "json"], engine.Environment);
        var peak = await WatchAsync(worker.Id);
        var result = await worker.WaitAsync(Limit);
        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Equal(items, JsonNode.Parse(result.StandardOutput)!["written"]!.GetValue<long>());
        return peak;
    }

    /// <summary>The kernel keeps a process's highest resident size; it is read until the process has ended.</summary>
    private static async Task<long> WatchAsync(int processId)
    {
        const string label = "VmHWM:";
        var peak = 0L;
        var running = Stopwatch.StartNew();
        while (running.Elapsed < Limit)
        {
            try
            {
                var line = (await File.ReadAllLinesAsync($"/proc/{processId}/status")).FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal));
                // What has ended and is not waited for yet has no memory any more.
                if (line is null)
                    return peak;
                peak = long.Parse(line[label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                return peak;
            }

            await Task.Delay(50);
        }

        return peak;
    }

    private static JsonObject KeysOnlyTable(string name) => new()
    {
        ["TableName"] = name,
        ["BillingMode"] = "PAY_PER_REQUEST",
        ["KeySchema"] = new JsonArray(Element("PK", "KeyType", "HASH"), Element("SK", "KeyType", "RANGE")),
        ["AttributeDefinitions"] = new JsonArray(Element("PK", "AttributeType", "S"), Element("SK", "AttributeType", "S")),
    };

    private static JsonObject Element(string attribute, string what, string value) => new() { ["AttributeName"] = attribute, [what] = value };
}
