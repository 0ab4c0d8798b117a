using System.Text.Json;
using DynamoNamespace.Bench;
using DynamoNamespace.Tests.Support;

if (args is ["trial", var method, var tableName, var endpoint])
{
    Console.Out.WriteLine(JsonSerializer.Serialize(await Trial.RunAsync(method, tableName, endpoint)));
    return 0;
}

if (!BenchOptions.TryParse(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

await using var server = await DynoxideServer.StartAsync();
var runner = new TrialRunner(server);
var report = new BenchReport(options);
for (var repeat = 0; repeat < options.Repeats; repeat++)
{
    foreach (var trial in new[] { Trial.Serial, Trial.Copy })
        report.AddRate(await runner.RunAsync(trial, options.Items));
}

foreach (var items in options.MemorySizes)
    report.AddMemory(await runner.RunAsync(Trial.Copy, items));
report.Print();
return 0;
