using DynamoNamespace.Build.Targets;

namespace DynamoNamespace.Build.Testing;

/// <summary>Builds, runs suites, and tells how they ended, whatever goes wrong.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Rounds">
/// The suites, each given what the suites share: those of one round at once, the rounds one after another.
/// </param>
internal sealed record TestRun(
    TestOptions Options, params IReadOnlyList<Func<TestSurroundings, CancellationToken, Task<SuiteResult>>>[] Rounds)
{
    private readonly List<SuiteResult> results = [];

    /// <summary>Answers with the process's exit code.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            // What this lacks is missed before the long compilation.
            var surroundings = await TestSurroundings.PrepareAsync(Options, stop);
            await BuildTarget.BuildAsync(stop);
            foreach (var round in Rounds)
                results.AddRange(await Task.WhenAll(round.Select(suite => suite(surroundings, stop))));
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

    /// <summary>The last line is what scripts read: the totals, and nothing else.</summary>
    private int Report()
    {
        var total = new SuiteResult(
            "total", results.Sum(result => result.Passed), results.Sum(result => result.Failed),
            results.Sum(result => result.Skipped), TimeSpan.Zero);
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
