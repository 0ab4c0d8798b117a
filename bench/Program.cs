using DynamoNamespace.Bench;
using DynamoNamespace.Build;
using DynamoNamespace.Build.Benchmarks;
using DynamoNamespace.Build.CommandLines;

try
{
    var bench = new BenchCommand(BenchRun.RunAsync, TrialCommand.RunAsync, EndpointCommand.RunAsync).Create();
    return await CommandLine.InvokeAsync(CommandLine.Parse(CommandLine.Front(bench), args), CancellationToken.None);
}
catch (Exception refusal) when (refusal is UsageException or SetupException)
{
    Console.Error.WriteLine(refusal.Message);
    return ExitCodes.Usage;
}
catch (Exception problem) when (problem is InvalidOperationException or FileNotFoundException or BuildException)
{
    Console.Error.WriteLine(problem.Message);
    return ExitCodes.Failed;
}
