using System.Diagnostics;
using System.Xml.Linq;
using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Testing;

/// <summary>A test project that dotnet test runs. What it counts is read from the result file, never from the output.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Project">The project's folder.</param>
/// <param name="Filter">An expression for the tests that the suite consists of; null where it is all of the project's.</param>
internal sealed record DotnetSuite(string Name, string Project, string? Filter = null)
{
    /// <summary>Whether each test is told as it ends, with what it wrote: long tests are waited for.</summary>
    public bool TellsEachTest { get; init; }

    /// <summary>Whether its tests need a DynamoDB endpoint.</summary>
    public bool NeedsEndpoint { get; init; }

    public async Task<SuiteResult> RunAsync(TestOptions options, TestSurroundings surroundings, CancellationToken stop)
    {
        if (NeedsEndpoint && !surroundings.HasEndpoint)
        {
            var files = Directory.GetFiles(Project, "*Tests.cs", SearchOption.AllDirectories).Length;
            return SuiteResult.NotRun(Name, files, EnginePackage.NotForThisPlatform);
        }

        var results = Path.Combine(Repository.TestResults, Name + ".trx");
        File.Delete(results);
        string[] filter = TestFilter.Join(Filter, options.Filter) is { } joined ? ["--filter", joined] : [];
        var command = new OtherProgram(
            Dotnet.Program,
            [
                "test", Project, "--no-build", "-c", Repository.Configuration, "--nologo", "-tl:off", "-v", "quiet",
                "--logger", $"trx;LogFileName={Name}.trx", "--logger", $"console;verbosity={(TellsEachTest ? "detailed" : "minimal")}", "--results-directory", Repository.TestResults, .. filter,
            ])
        { Environment = surroundings.Environment };

        var clock = Stopwatch.StartNew();
        var exitCode = await command.RunAsync(stop);
        return Read(results, exitCode, options.Filter, clock.Elapsed);
    }

    private SuiteResult Read(string path, int exitCode, string? filter, TimeSpan duration)
    {
        if (!File.Exists(path))
            return NoTests(exitCode, filter, duration) ?? SuiteResult.Broken(Name, duration, $"it wrote no result file; dotnet test ended with exit code {exitCode}");

        var result = TrxFile.Read(Name, XDocument.Load(path), duration);
        if (result.Total == 0)
            return NoTests(exitCode, filter, duration) ?? SuiteResult.Broken(Name, duration, $"it crashed, or ran no test; dotnet test ended with exit code {exitCode}");
        return exitCode != 0 && result.Failed == 0
            ? result with { Failed = 1, Note = $"the suite itself failed, though no test did: dotnet test ended with exit code {exitCode}" }
            : result;
    }

    /// <summary>A filter may leave a suite without tests, which is no failure of this suite.</summary>
    private SuiteResult? NoTests(int exitCode, string? filter, TimeSpan duration) =>
        filter is not null && exitCode == 0 ? new(Name, 0, 0, 0, duration, $"no test matches the filter '{filter}'") : null;
}
