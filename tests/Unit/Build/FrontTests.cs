using DynamoNamespace.Build;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

/// <summary>
/// The script <c>dev</c>, where the build program cannot even start. The Pester suite tests <c>build.ps1</c>.
/// </summary>
public sealed class FrontTests : IDisposable
{
    private const string NoShell = "Windows has no POSIX shell; build.ps1 is its front.";
    private const string Project = "build/DynamoNamespace.Build.csproj";
    private readonly OfflineRoot root = new();

    public FrontTests()
    {
        string[] files =
        [
            "dev", Project, "build/packages.lock.json", "global.json",
            "Directory.Build.props", "Directory.Packages.props", "module/DynamoNamespace.psd1",
        ];
        foreach (var file in files)
            root.Copy(file);
    }

    public void Dispose() => root.Dispose();

    [UnixFact(NoShell)]
    public async Task MissingDotnet_isNamed()
    {
        var tools = Directory.CreateDirectory(root.Place("tools"));
        File.CreateSymbolicLink(Path.Combine(tools.FullName, "dirname"), "/usr/bin/dirname");
        var result = await root.RunAsync("/bin/sh", [root.Place("dev"), "test"], ("PATH", tools.FullName));
        AssertEnds(ExitCodes.Usage, result, "dotnet was not found on PATH", "https://dotnet.microsoft.com/download");
    }

    [UnixFact(NoShell)]
    public async Task SdkThatGlobalJsonRefuses_isNamed()
    {
        root.Write("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        AssertEnds(
            ExitCodes.Usage, await RunAsync("test"),
            "99.0.100", "no SDK that global.json accepts", "https://dotnet.microsoft.com/download");
    }

    [UnixFact(NoShell)]
    public async Task NuGetOutOfReach_isNamed() =>
        AssertEnds(
            ExitCodes.Usage, await RunAsync("test"),
            "error NU1301", "NuGet could not download the packages of the build program", "dotnet nuget list source");

    [UnixFact(NoShell)]
    public async Task BuildProgramThatDoesNotCompile_isAFailure()
    {
        root.Write(Project, "<Project>");
        AssertEnds(ExitCodes.Failed, await RunAsync("test"), "error MSB4025", "The build program does not compile");
    }

    private static void AssertEnds(int exitCode, ProcessResult result, params string[] parts)
    {
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.All(parts, part => Assert.Contains(part, result.StandardError, StringComparison.Ordinal));
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        root.RunAsync("/bin/sh", [root.Place("dev"), .. arguments]);
}
