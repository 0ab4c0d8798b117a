using System.CommandLine;
using DynamoNamespace.Build.Testing;

namespace DynamoNamespace.Build.Targets;

/// <summary>The tests that take too long for every day, and print what they found.</summary>
internal static class SoakTarget
{
    public static Command Create()
    {
        var filter = TestFilter.CreateOption();
        var command = new Command("soak", "Build, then run the long tests, which test leaves out.") { filter };
        command.SetAction((line, stop) => RunAsync(line.GetValue(filter), stop));
        return command;
    }

    /// <summary>The long tests are all in the integration project, so no suite can be named.</summary>
    private static Task<int> RunAsync(string? filter, CancellationToken stop)
    {
        var options = new TestOptions { Suites = [TestOptions.Integration], Filter = filter };
        var suite = new DotnetSuite("soak", Repository.At("tests", "Integration"), TestFilter.OnlySoak)
        {
            NeedsEndpoint = true,
            TellsEachTest = true,
        };
        var run = new TestRun(options, [(surroundings, token) => suite.RunAsync(options, surroundings, token)]);
        return run.RunAsync(stop);
    }
}
