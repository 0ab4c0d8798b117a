using System.Diagnostics;
using System.Text.Json;
using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Packing;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Testing;

/// <summary>The tests that import the staged module into a real PowerShell.</summary>
internal static class PesterSuite
{
    private static readonly string Tests = Repository.At("tests", "Pester");
    private static readonly string Runner = Repository.At("build", "Testing", "Invoke-PesterSuite.ps1");

    public static async Task<SuiteResult> RunAsync(
        TestOptions options, TestSurroundings surroundings, CancellationToken stop)
    {
        var files = Directory.Exists(Tests) ? Directory.GetFiles(Tests, "*.Tests.ps1", SearchOption.AllDirectories).Length : 0;
        if (files == 0)
            return SuiteResult.Broken(TestOptions.Pester, TimeSpan.Zero, $"{Repository.Shown(Tests)} holds no *.Tests.ps1");

        if (surroundings.Engine is null)
            return SuiteResult.NotRun(TestOptions.Pester, files, EnginePackage.NotForThisPlatform);

        var powerShell = surroundings.PowerShell!;
        var results = Path.Combine(Repository.TestResults, "pester.json");
        File.Delete(results);
        var variables = new Dictionary<string, string?>(surroundings.Environment, StringComparer.Ordinal)
        {
            ["DDBNS_MODULE"] = Repository.StagedModule,
            ["DDBNS_PACKAGES"] = await PackAsync(stop),
            ["NO_COLOR"] = "1",
        };
        var command = powerShell.Script(
            Runner, variables,
            "-Path", Tests, "-ResultPath", results, "-Pester", NuGetCache.Pester, "-Filter", options.Filter ?? "");

        var clock = Stopwatch.StartNew();
        var exitCode = await command.RunAsync(stop);
        if (!File.Exists(results))
        {
            return SuiteResult.Broken(
                TestOptions.Pester, clock.Elapsed,
                $"it wrote no result file; {powerShell.Name} ended with exit code {exitCode}");
        }

        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(results, stop));
        var root = document.RootElement;
        var result = new SuiteResult(
            TestOptions.Pester, Count("Passed"), Count("Failed"), Count("Skipped"), clock.Elapsed)
        {
            SkipReasons = [.. root.GetProperty("SkipReasons").EnumerateArray().Select(reason => reason.GetString()!)],
        };
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

    /// <summary>Packages to install, apart from those that the user keeps.</summary>
    private static async Task<string> PackAsync(CancellationToken stop)
    {
        var folder = Folder.Empty(Path.Combine(Repository.TestResults, "packages"));
        await ReleaseFiles.CreateAsync(folder, await OwnPowerShell.GetAsync(stop), stop);
        return folder;
    }
}
