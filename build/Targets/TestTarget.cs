using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Testing;

namespace DynamoNamespace.Build.Targets;

internal static class TestTarget
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var options = TestOptions.Parse(arguments);
        List<SuiteResult> results = [];
        try
        {
            if (options.NeedsEngine && !EnginePackage.HasOtherEndpoint)
                EnginePackage.RequireInstaller();
            await BuildTarget.BuildAsync(stop);
            await RunSuitesAsync(options, results, stop);
        }
        catch (BuildException failure)
        {
            Console.Error.WriteLine(failure.Message);
            results.Add(SuiteResult.Broken("setup", TimeSpan.Zero, "it failed as told above; no further test was run"));
        }
        catch (OperationCanceledException)
        {
            results.Add(SuiteResult.Broken("run", TimeSpan.Zero, "it was interrupted; the suites that are not listed were not run to their end"));
        }

        return Report(results, options);
    }

    private static async Task RunSuitesAsync(TestOptions options, List<SuiteResult> results, CancellationToken stop)
    {
        Directory.CreateDirectory(Repository.TestResults);
        var environment = options.NeedsEngine ? await EngineVariablesAsync(stop) : new Dictionary<string, string?>(StringComparer.Ordinal);
        if (options.Suites.Contains(TestOptions.Unit))
            results.Add(await new DotnetSuite(TestOptions.Unit, Repository.At("tests", "Unit")).RunAsync(options, environment, stop));
        if (options.Suites.Contains(TestOptions.Integration))
            results.Add(await new DotnetSuite(TestOptions.Integration, Repository.At("tests", "Integration")).RunAsync(options, environment, stop));
        if (options.Suites.Contains(TestOptions.Pester))
            results.Add(await PesterSuite.RunAsync(options, environment, stop));
    }

    /// <summary>On a platform that the engine has no package for, the suites run against the endpoint that the user names.</summary>
    private static async Task<Dictionary<string, string?>> EngineVariablesAsync(CancellationToken stop)
    {
        // Runs of tests leave no checkpoints among the user's own.
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { [Repository.StateVariable] = Repository.State };
        if (EnginePackage.HasOtherEndpoint)
            return environment;
        if (await EnginePackage.InstallAsync(stop) is { } engine)
            environment[EnginePackage.PathVariable] = engine;
        else
            Console.Error.WriteLine(EnginePackage.NotForThisPlatform);
        return environment;
    }

    /// <summary>The last line is what scripts read: the totals, and nothing else.</summary>
    private static int Report(List<SuiteResult> results, TestOptions options)
    {
        var total = new SuiteResult("total", results.Sum(result => result.Passed), results.Sum(result => result.Failed), results.Sum(result => result.Skipped), TimeSpan.Zero);
        if (total.Total == 0)
        {
            results.Add(SuiteResult.Broken("filter", TimeSpan.Zero, $"no suite has a test that matches '{options.Filter}'"));
            total = total with { Failed = 1 };
        }

        Console.WriteLine();
        foreach (var result in results)
            Console.WriteLine(result);
        Console.WriteLine(total.Counts);
        return total.Failed == 0 ? ExitCodes.Succeeded : ExitCodes.Failed;
    }
}
