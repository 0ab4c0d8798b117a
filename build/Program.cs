using DynamoNamespace.Build;
using DynamoNamespace.Build.CommandLines;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Targets;

using var stop = new StopSignals();
try
{
    return await CommandLine.InvokeAsync(TaskList.Parse(args), stop.Token);
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
    Console.Error.WriteLine($"Stopped: {args[0]} was interrupted.");
    return ExitCodes.Interrupted;
}
