using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Shells;

/// <summary>
/// The project's own PowerShell: the .NET tool of <c>.config/dotnet-tools.json</c>, which is kept in the NuGet cache.
/// </summary>
/// <remarks>
/// <c>dotnet pwsh</c> puts two more processes between this one and the session, and a signal to the first of them does
/// not reach the session. The package's <c>pwsh</c> program is for Linux on x64 only. <c>dotnet pwsh.dll</c> is the
/// session's process on every system.
/// </remarks>
internal static class OwnPowerShell
{
    public const string Package = "powershell";

    public static async Task<PowerShellHost> GetAsync(CancellationToken stop)
    {
        var version = ToolManifest.VersionOf(Package);
        var package = await ToolManifest.InstallAsync(Package, "PowerShell", stop);
        var system = OperatingSystem.IsWindows() ? "win" : "unix";
        var program = Directory.EnumerateDirectories(package, system, SearchOption.AllDirectories)
            .Select(folder => Path.Combine(folder, "pwsh.dll"))
            .FirstOrDefault(File.Exists)
            ?? throw new SetupException(
                $"The package PowerShell {version} in '{package}' has no pwsh.dll for this system. "
                + "Delete that folder and run the task again.");
        return new(Dotnet.Program, [program], $"PowerShell {version}") { Environment = Dotnet.Variables };
    }
}
