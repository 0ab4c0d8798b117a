using DynamoNamespace.Bench;

try
{
    switch (args)
    {
        case ["--help" or "-h", ..]:
            Console.Out.WriteLine(BenchOptions.Usage);
            break;
        case ["trial", var method, .. var rest]:
            await TrialCommand.RunAsync(method, rest);
            break;
        case ["endpoint", .. var rest]:
            await EndpointCommand.RunAsync(new Arguments(rest, ["--port"], [EndpointCommand.UntilInputEnds]));

            break;
        default:
            await BenchRun.RunAsync(BenchOptions.Parse(args));
            break;
    }

    return 0;
}
catch (UsageException problem)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}
catch (Exception problem) when (problem is InvalidOperationException or FileNotFoundException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
