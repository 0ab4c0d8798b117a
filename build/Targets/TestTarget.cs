using DynamoNamespace.Build.Testing;

namespace DynamoNamespace.Build.Targets;

internal static class TestTarget
{
    public static Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var options = TestOptions.Parse(arguments);
        var run = new TestRun(options, [.. Suites(options)]);
        return run.RunAsync(stop);
    }

    private static IEnumerable<Func<TestSurroundings, CancellationToken, Task<SuiteResult>>> Suites(TestOptions options)
    {
        if (options.Suites.Contains(TestOptions.Unit))
            yield return Dotnet(new(TestOptions.Unit, Repository.At("tests", "Unit")));
        if (options.Suites.Contains(TestOptions.Integration))
            yield return Dotnet(new(TestOptions.Integration, Repository.At("tests", "Integration"), TestFilter.NoSoak));
        if (options.Suites.Contains(TestOptions.Pester))
            yield return (surroundings, stop) => PesterSuite.RunAsync(options, surroundings.PowerShell!, surroundings.Environment, stop);

        Func<TestSurroundings, CancellationToken, Task<SuiteResult>> Dotnet(DotnetSuite suite) =>
            (surroundings, stop) => suite.RunAsync(options, surroundings.Environment, stop);
    }
}
