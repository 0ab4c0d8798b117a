using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Targets;

namespace DynamoNamespace.Build.Testing;

/// <summary>Builds, runs suites one after another, and tells how they ended, whatever goes wrong.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Suites">Each suite, given what the suites share.</param>
internal sealed record TestRun(TestOptions Options, IReadOnlyList<Func<TestSurroundings, CancellationToken, Task<SuiteResult>>> Suites)
{
    private readonly List<SuiteResult> results = [];

    /// <summary>Answers with the process's exit code.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            if (Options.NeedsEngine && !EnginePackage.HasOtherEndpoint)
                EnginePackage.RequireInstaller();
            var powerShell = Options.NeedsPowerShell ? await PowerShellHost.GetAsync(Options.PowerShell, stop) : null;
            await BuildTarget.BuildAsync(stop);
            Directory.CreateDirectory(Repository.TestResults);
            var environment = Options.NeedsEngine ? await EngineVariablesAsync(stop) : new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var suite in Suites)
                results.Add(await suite(new(environment, powerShell), stop));
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

        return Report();
    }

    /// <summary>On a platform that the engine has no package for, the suites run against the endpoint that the user names.</summary>
    private static async Task<Dictionary<string, string?>> EngineVariablesAsync(CancellationToken stop)
    {
        // Runs of tests leave no checkpoints among the user's own, and find none of earlier tests.
        var state = Path.Combine(Repository.TestResults, "state");
        if (Directory.Exists(state))
            Directory.Delete(state, recursive: true);
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { [Repository.StateVariable] = state };
        if (EnginePackage.HasOtherEndpoint)
            return environment;
        if (await EnginePackage.InstallAsync(stop) is { } engine)
            environment[EnginePackage.PathVariable] = engine;
        else
            Console.Error.WriteLine(EnginePackage.NotForThisPlatform);
        return environment;
    }

    /// <summary>The last line is what scripts read: the totals, and nothing else.</summary>
    private int Report()
    {
        var total = new SuiteResult("total", results.Sum(result => result.Passed), results.Sum(result => result.Failed), results.Sum(result => result.Skipped), TimeSpan.Zero);
        if (total.Total == 0)
        {
            results.Add(SuiteResult.Broken("filter", TimeSpan.Zero, $"no suite has a test that matches '{Options.Filter}'"));
            total = total with { Failed = 1 };
        }

        Console.WriteLine();
        foreach (var result in results)
            Console.WriteLine(result);
        Console.WriteLine(total.Counts);
        return total.Failed == 0 ? ExitCodes.Succeeded : ExitCodes.Failed;
    }
}
