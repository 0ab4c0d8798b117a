using DynamoNamespace.Build.Testing;

namespace DynamoNamespace.Build.Targets;

/// <summary>The tests that take too long for every day, and print what they found.</summary>
internal static class SoakTarget
{
    public static Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var options = TestOptions.ParseSoak(arguments);
        var suite = new DotnetSuite("soak", Repository.At("tests", "Integration"), TestFilter.OnlySoak) { TellsEachTest = true };
        var run = new TestRun(options, [(surroundings, token) => suite.RunAsync(options, surroundings.Environment, token)]);
        return run.RunAsync(stop);
    }
}
