using System.CommandLine;
using System.CommandLine.Parsing;
using DynamoNamespace.Build.CommandLines;
using DynamoNamespace.Build.Testing;

namespace DynamoNamespace.Build.Targets;

internal static class TestTarget
{
    public static Command Create()
    {
        var suites = new Argument<string[]>("SUITE")
        {
            Description = $"The suites to run, of {string.Join(", ", TestOptions.AllSuites)}. Default: all.",
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = ReadSuites,
        };
        var filter = TestFilter.CreateOption();
        var pwsh = PwshOption.Create();
        var command = new Command("test", "Build, then run every suite, or those named.") { suites, filter, pwsh };
        command.SetAction((line, stop) => RunAsync(
            new()
            {
                Suites = line.GetValue(suites) is { Length: > 0 } named ? named : TestOptions.AllSuites,
                Filter = line.GetValue(filter),
                PowerShell = line.GetValue(pwsh),
            },
            stop));
        return command;
    }

    private static SuiteResult WithoutPester(TestOptions options) =>
        SuiteResult.Without(TestOptions.Pester, $"the filter '{options.Filter}' is an expression of dotnet test");

    private static string[] ReadSuites(ArgumentResult given)
    {
        string[] named =
            [.. given.Tokens.Select(token => token.Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        var all = TestOptions.AllSuites;
        if (Array.Find(named, name => !all.Contains(name, StringComparer.Ordinal)) is { } unknown)
            given.AddError($"There is no suite '{unknown}'. The suites are {string.Join(", ", all)}.");
        return named;
    }

    private static Task<int> RunAsync(TestOptions options, CancellationToken stop)
    {
        options.ThrowIfImpossible();
        return new TestRun(options, [.. Quick(options)], [.. Slow(options)]).RunAsync(stop);
    }

    private static IEnumerable<Func<TestSurroundings, CancellationToken, Task<SuiteResult>>> Quick(TestOptions options)
    {
        if (options.Has(TestOptions.Unit))
            yield return Dotnet(options, new(TestOptions.Unit, Repository.At("tests", "Unit")));
    }

    /// <summary>Both wait for engines and other processes half of their time, so they run at once.</summary>
    private static IEnumerable<Func<TestSurroundings, CancellationToken, Task<SuiteResult>>> Slow(TestOptions options)
    {
        if (options.Has(TestOptions.Integration))
        {
            var project = Repository.At("tests", "Integration");
            yield return Dotnet(
                options, new(TestOptions.Integration, project, TestFilter.NoSoak) { NeedsEndpoint = true });
        }

        if (options.NeedsPowerShell)
            yield return (surroundings, stop) => PesterSuite.RunAsync(options, surroundings, stop);
        else if (options.Has(TestOptions.Pester))
            yield return (_, _) => Task.FromResult(WithoutPester(options));
    }

    private static Func<TestSurroundings, CancellationToken, Task<SuiteResult>> Dotnet(
        TestOptions options, DotnetSuite suite) => (surroundings, stop) => suite.RunAsync(options, surroundings, stop);
}
