using DynamoNamespace.Build;
using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Tests.Support.Processes;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Build;

/// <summary>What the machine lacks is named with the next step, before anything long begins.</summary>
public sealed class MissingPartTests : IDisposable
{
    private readonly OfflineRoot root = new();
    private readonly string program;

    public MissingPartTests()
    {
        program = root.CopyBuildProgram();
        root.Copy("package.json");
        root.Copy("package-lock.json");
        root.Write("DynamoNamespace.slnx", """<Solution><Project Path="app/App.csproj" /></Solution>""");
        root.Write("app/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="YamlDotNet" Version="18.1.0" /></ItemGroup>
            </Project>
            """);
        // A version that the cache cannot have.
        root.Write(".config/dotnet-tools.json", """
            {
              "version": 1,
              "isRoot": true,
              "tools": { "powershell": { "version": "7.99.0", "commands": ["pwsh"] } }
            }
            """);
    }

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task NuGetOutOfReach_isToldByTheBuild()
    {
        var result = await RunAsync(["build"]);
        AssertRefused(result, "NuGet could not download the packages of the solution", "dotnet nuget list source");
        Assert.Contains(result.StandardOutput.Split('\n'), PackageSources.AreAtFault);
    }

    [Fact]
    public async Task PowerShellOutOfReach_isToldBeforeTheBuild()
    {
        SkipWithoutNpm();
        var result = await RunAsync(["test", "pester"]);
        AssertRefused(result, "PowerShell 7.99.0 could not be downloaded", "dotnet nuget list source");
        Assert.DoesNotContain("Compiling", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EngineOutOfReach_isToldBeforeTheBuild()
    {
        SkipWithoutNpm();
        var result = await RunAsync(["test", "integration"]);
        AssertRefused(result, "npm could not download the local DynamoDB engine", "npm ping", "DYNOXIDE");
        Assert.DoesNotContain("Compiling", result.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("soak")]
    [InlineData("bench")]
    [InlineData("quickstart")]
    public async Task MissingNode_isToldBeforeTheBuild(string task)
    {
        var result = await RunAsync([task], ("PATH", root.Place("empty")));
        AssertRefused(result, "node was not found on PATH", "https://nodejs.org/");
        Assert.DoesNotContain("Compiling", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EngineVariableThatNamesNoFile_isRefused()
    {
        var path = root.Place("no", "dynoxide");
        var result = await RunAsync(["quickstart", "--worker"], ("DYNOXIDE", path));
        AssertRefused(result, $"DYNOXIDE is '{path}', and there is no such file");
    }

    [Theory]
    [InlineData("app.csproj : error NU1301: Unable to load the service index for source http://127.0.0.1:1/.", true)]
    [InlineData("app.csproj : error NU1101: Unable to find package A. No packages exist with this id.", true)]
    [InlineData("app.csproj : error NU1102: Unable to find package A with version (>= 9.0.0)", true)]
    [InlineData("app.csproj : error NU1107: Version conflict detected for A.", false)]
    [InlineData("app.csproj : error NU1605: Detected package downgrade: A from 2.0.0 to 1.0.0.", false)]
    [InlineData("File.cs(1,1): error CS1002: ; expected", false)]
    public void SourceAtFault_isToldFromAFaultOfTheProject(string line, bool isAtFault) =>
        Assert.Equal(isAtFault, PackageSources.AreAtFault(line));

    private static void SkipWithoutNpm() => Assert.SkipWhen(SearchPath.Find("npm") is null, "npm is not on PATH.");

    private static void AssertRefused(ProcessResult result, params string[] parts)
    {
        Assert.True(result.ExitCode == ExitCodes.Usage, result.ToString());
        Assert.All(parts, part => Assert.Contains(part, result.StandardError, StringComparison.Ordinal));
    }

    private Task<ProcessResult> RunAsync(string[] arguments, params (string Name, string Value)[] environment) =>
        root.RunAsync("dotnet", [program, .. arguments], environment);
}
