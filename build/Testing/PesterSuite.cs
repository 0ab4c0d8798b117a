using System.Diagnostics;
using System.Text.Json;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Testing;

/// <summary>The tests that import the staged module into a real PowerShell. A machine without it skips them, and says so.</summary>
internal static class PesterSuite
{
    private static readonly string Tests = Repository.At("tests", "Pester");
    private static readonly string Runner = Repository.At("build", "Testing", "Invoke-PesterSuite.ps1");

    public static async Task<SuiteResult> RunAsync(TestOptions options, IReadOnlyDictionary<string, string?> environment, CancellationToken stop)
    {
        var files = Directory.Exists(Tests) ? Directory.GetFiles(Tests, "*.Tests.ps1", SearchOption.AllDirectories).Length : 0;
        if (files == 0)
            return SuiteResult.Broken(TestOptions.Pester, TimeSpan.Zero, $"{Repository.Shown(Tests)} holds no *.Tests.ps1");
        if (SearchPath.Find("pwsh") is not { } pwsh)
            return NotRun("pwsh was not found on PATH", files);
        if (options.HasExpression)
            return NotRun($"the filter '{options.Filter}' is an expression of dotnet test", files);

        var results = Path.Combine(Repository.TestResults, "pester.json");
        File.Delete(results);
        var command = new Command(pwsh, "-NoProfile", "-NonInteractive", "-File", Runner, "-Path", Tests, "-ResultPath", results, "-Filter", options.Filter ?? "")
        {
            Environment = new Dictionary<string, string?>(environment, StringComparer.Ordinal) { ["DDBNS_MODULE"] = Repository.StagedModule, ["NO_COLOR"] = "1" },
        };

        var clock = Stopwatch.StartNew();
        var exitCode = await command.RunAsync(stop);
        if (!File.Exists(results))
            return SuiteResult.Broken(TestOptions.Pester, clock.Elapsed, $"it wrote no result file; pwsh ended with exit code {exitCode}");

        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(results, stop));
        var root = document.RootElement;
        if (!root.GetProperty("HasPester").GetBoolean())
            return NotRun("Pester 5 was not found; Install-Module Pester -MinimumVersion 5.0 installs it", files);

        var result = new SuiteResult(TestOptions.Pester, Count("Passed"), Count("Failed"), Count("Skipped"), clock.Elapsed);
        if (result.Total == 0)
        {
            return options.Filter is not null && exitCode == 0
                ? result with { Note = $"no test matches the filter '{options.Filter}'" }
                : SuiteResult.Broken(TestOptions.Pester, clock.Elapsed, "it ran no test");
        }

        return exitCode != 0 && result.Failed == 0
            ? result with { Failed = 1, Note = $"the suite itself failed, though no test did: a file or a block of {Repository.Shown(Tests)} did not run" }
            : result;

        int Count(string property) => root.GetProperty(property).GetInt32();
    }

    private static SuiteResult NotRun(string why, int files)
    {
        Console.WriteLine($"Pester: not run ({why}).");
        return new(TestOptions.Pester, 0, 0, files, TimeSpan.Zero, $"not run: {why}; each of its files counts as one skipped test");
    }
}
