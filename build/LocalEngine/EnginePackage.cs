using System.Runtime.InteropServices;
using System.Text.Json;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.LocalEngine;

/// <summary>The DynamoDB engine that tests, benchmark and quickstart run on: an npm package with one binary.</summary>
internal static class EnginePackage
{
    /// <summary>Names the engine's binary, for the programs we start and for the user who has another one.</summary>
    public const string PathVariable = "DYNOXIDE";

    /// <summary>Names a running DynamoDB endpoint to test against instead.</summary>
    public const string EndpointVariable = "DDBNS_TEST_ENDPOINT";

    private static readonly string Modules = Repository.At("node_modules");
    private static readonly string Lock = Repository.At("package-lock.json");

    public static bool HasOtherEndpoint => Given(EndpointVariable) is not null;

    public static string NotForThisPlatform =>
        $"The local engine has no package for {Platform}. Set {PathVariable} to the path of a dynoxide binary, or for "
        + $"the integration tests {EndpointVariable} to the address of another DynamoDB endpoint, and run the task again.";

    private static string Platform { get; } =
        (OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux") + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>The package's folder, as the lock file names it.</summary>
    private static string Package => $"node_modules/@dynoxide/{Platform}";

    private static string Binary => Repository.At(Package, OperatingSystem.IsWindows() ? "dynoxide.exe" : "dynoxide");

    /// <summary>Says before a long build that the installation after it could not work.</summary>
    public static void RequireInstaller()
    {
        if (Given(PathVariable) is not null || IsInstalled())
            return;
        if (Array.Find(["node", "npm"], program => SearchPath.Find(program) is null) is not { } missing)
            return;
        throw new SetupException(
            $"{missing} was not found on PATH. The local DynamoDB engine is an npm package: install Node.js 20 or later "
            + $"with npm (https://nodejs.org/), or set {PathVariable} to the path of a dynoxide binary.");
    }

    /// <summary>The path of the engine's binary, installed if need be; null where it has no package for this platform.</summary>
    public static async Task<string?> InstallAsync(CancellationToken stop)
    {
        if (Given(PathVariable) is { } path)
        {
            return File.Exists(path) ? Path.GetFullPath(path) : throw new SetupException(
                $"{PathVariable} is '{path}', and there is no such file. Correct the variable or remove it.");
        }

        RequireInstaller();
        if (!IsInstalled())
            await DownloadAsync(stop);
        return File.Exists(Binary) ? Binary : null;
    }

    private static async Task DownloadAsync(CancellationToken stop)
    {
        Console.WriteLine("Downloading the local DynamoDB engine with npm.");
        var npm = new OtherProgram(SearchPath.Find("npm")!, "ci", "--no-audit", "--no-fund", "--loglevel", "error");
        var exitCode = await npm.RunAsync(stop);
        // The packages are optional, since a machine needs only one of them. npm succeeds even if it can reach none.
        if (exitCode != 0 || (Versions(Lock).ContainsKey(Package) && !File.Exists(Binary)))
        {
            throw new SetupException(
                $"npm could not download the local DynamoDB engine '{Package}'. Check the network connection and npm's "
                + $"registry ('npm ping'), and run the task again, or set {PathVariable} to the path of a dynoxide binary.");
        }
    }

    public static async Task<string> RequireAsync(CancellationToken stop) =>
        await InstallAsync(stop) ?? throw new SetupException(NotForThisPlatform);

    /// <summary>Whether node_modules has what the lock file asks for, as far as npm takes it to be for this platform.</summary>
    private static bool IsInstalled()
    {
        var record = Path.Combine(Modules, ".package-lock.json");
        if (!File.Exists(record))
            return false;
        var installed = Versions(record);
        return Versions(Lock).All(package => installed.TryGetValue(package.Key, out var version)
            ? string.Equals(version, package.Value, StringComparison.Ordinal) && Directory.Exists(Repository.At(package.Key))
            : !package.Key.EndsWith(Platform, StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Versions(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => package.Name.Length > 0)
            .ToDictionary(package => package.Name, package => package.Value.GetProperty("version").GetString(), StringComparer.Ordinal);
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
