using DynamoNamespace.Build;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Targets;

Target[] targets =
[
    new("build", "Compile, and stage the module and the worker under artifacts/.", BuildTarget.RunAsync),
    new("test", "Build, then run every suite: test [unit|integration|pester] [--filter TEXT].", TestTarget.RunAsync),
    new("soak", "Build, then run the long tests, which test leaves out: soak [--filter TEXT].", SoakTarget.RunAsync),
    new("pack", "Build, then zip the module and the worker.", PackTarget.RunAsync),
    new("bench", "Build, then run the benchmark with the arguments that follow.", BenchTarget.RunAsync),
    new("quickstart", "Build, then run the whole runbook on a made-up stack: quickstart [--items N] [--keep] [--worker].", QuickstartTarget.RunAsync),
    new("clean", "Delete artifacts/ and what the compiler wrote.", CleanTarget.RunAsync),
];

var target = Array.Find(targets, each => args.Length > 0 && string.Equals(each.Name, args[0], StringComparison.OrdinalIgnoreCase));
if (target is null)
{
    if (args.Length > 0)
        Console.Error.WriteLine($"There is no task '{args[0]}'.");
    Console.Error.WriteLine("Usage: ./dev TASK [arguments], or in PowerShell ./build.ps1 -Task TASK [arguments]. The tasks:");
    foreach (var each in targets)
        Console.Error.WriteLine($"  {each.Name,-11} {each.Does}");
    return ExitCodes.Usage;
}

using var stop = new StopSignals();
try
{
    return await target.RunAsync(args[1..], stop.Token);
}
catch (Exception refusal) when (refusal is UsageException or SetupException)
{
    Console.Error.WriteLine(refusal.Message);
    return ExitCodes.Usage;
}
catch (BuildException failure)
{
    Console.Error.WriteLine(failure.Message);
    return ExitCodes.Failed;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    Console.Error.WriteLine($"Stopped: {target.Name} was interrupted.");
    return ExitCodes.Interrupted;
}
