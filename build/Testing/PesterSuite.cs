using System.Diagnostics;
using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Packing;
using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Testing;

/// <summary>
/// The tests that import the staged module into a real PowerShell: in several sessions, each of which takes the next file
/// that none has taken.
/// </summary>
internal static class PesterSuite
{
    private static readonly string Tests = Repository.At("tests", "Pester");
    private static readonly string Runner = Repository.At("build", "Testing", "Invoke-PesterSuite.ps1");

    /// <summary>A session waits for servers and other processes half of its time.</summary>
    private static readonly int Sessions = Environment.ProcessorCount + 1;

    public static async Task<SuiteResult> RunAsync(
        TestOptions options, TestSurroundings surroundings, CancellationToken stop)
    {
        string[] files =
            Directory.Exists(Tests) ? Directory.GetFiles(Tests, "*.Tests.ps1", SearchOption.AllDirectories) : [];
        if (files.Length == 0)
            return Broken(TimeSpan.Zero, $"{Repository.Shown(Tests)} holds no *.Tests.ps1");
        if (surroundings.Engine is null)
            return SuiteResult.NotRun(TestOptions.Pester, files.Length, EnginePackage.NotForThisPlatform);

        var results = Path.Combine(Repository.TestResults, "pester");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        Directory.CreateDirectory(results);
        var variables = new Dictionary<string, string?>(surroundings.Environment, StringComparer.Ordinal)
        {
            ["DDBNS_MODULE"] = Repository.StagedModule,
            ["DDBNS_PACKAGES"] = await PackAsync(stop),
            ["NO_COLOR"] = "1",
        };
        var session = surroundings.PowerShell!.Script(
            Runner, variables,
            "-Path", Tests, "-ResultPath", results, "-Pester", NuGetCache.Pester, "-Filter", options.Filter ?? "");

        var clock = Stopwatch.StartNew();
        var sessions = Enumerable.Range(0, Math.Min(Sessions, files.Length)).Select(_ => session.RunAsync(stop));
        var exitCode = (await Task.WhenAll(sessions)).Max();
        var ended = files.ToDictionary(
            file => Path.GetFileName(file), file => PesterFile.Read(results, file), StringComparer.Ordinal);
        return Sum(ended, exitCode, options.Filter, clock.Elapsed);
    }

    /// <summary>Packages to install, apart from those that the user keeps.</summary>
    private static async Task<string> PackAsync(CancellationToken stop)
    {
        var folder = Folder.Empty(Path.Combine(Repository.TestResults, "packages"));
        await ReleaseFiles.CreateAsync(folder, await OwnPowerShell.GetAsync(stop), stop);
        return folder;
    }

    private static SuiteResult Sum(
        Dictionary<string, PesterFile> files, int exitCode, string? filter, TimeSpan duration)
    {
        var broken = files.Where(file => file.Value.HidesFailure)
            .Select(file => file.Key).Order(StringComparer.Ordinal).ToList();
        var result = new SuiteResult(
            TestOptions.Pester, files.Values.Sum(file => file.Passed),
            files.Values.Sum(file => file.Failed) + broken.Count, files.Values.Sum(file => file.Skipped), duration)
        {
            SkipReasons = [.. files.Values.SelectMany(file => file.SkipReasons)],
        };
        if (broken.Count > 0)
            return result with { Note = $"each is one failure, not run to the end: {string.Join(", ", broken)}" };
        if (exitCode != 0 && result.Failed == 0)
            return result with { Failed = 1, Note = $"no test failed, but a session did, with exit code {exitCode}" };
        if (result.Total > 0)
            return result;
        return filter is null
            ? Broken(duration, "it ran no test")
            : result with { Note = $"no test matches the filter '{filter}'" };
    }

    private static SuiteResult Broken(TimeSpan duration, string why) =>
        SuiteResult.Broken(TestOptions.Pester, duration, why);
}
