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

    private static IEnumerable<Func<IReadOnlyDictionary<string, string?>, CancellationToken, Task<SuiteResult>>> Suites(TestOptions options)
    {
        if (options.Suites.Contains(TestOptions.Unit))
            yield return (environment, stop) => new DotnetSuite(TestOptions.Unit, Repository.At("tests", "Unit")).RunAsync(options, environment, stop);
        if (options.Suites.Contains(TestOptions.Integration))
            yield return (environment, stop) => new DotnetSuite(TestOptions.Integration, Repository.At("tests", "Integration"), TestFilter.NoSoak).RunAsync(options, environment, stop);
        if (options.Suites.Contains(TestOptions.Pester))
            yield return (environment, stop) => PesterSuite.RunAsync(options, environment, stop);
    }
}
