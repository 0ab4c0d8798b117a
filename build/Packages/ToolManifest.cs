using System.Text.Json;
using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Packages;

/// <summary>The .NET tools that the project uses, each with its exact version.</summary>
internal static class ToolManifest
{
    public static string File { get; } = Repository.At(".config", "dotnet-tools.json");

    /// <summary>Downloads a tool if need be and returns the folder of its package in the NuGet cache.</summary>
    /// <param name="tool">Its package, in lower case as the cache has it.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<string> InstallAsync(string tool, string name, CancellationToken stop)
    {
        var version = VersionOf(tool);
        var folder = NuGetCache.FolderOf(tool, version);
        if (NuGetCache.IsComplete(folder))
            return folder;
        Console.WriteLine($"Downloading {name} {version} into the NuGet cache, for this project alone.");
        var said = new List<string>();
        var restore = new OtherProgram(Dotnet.Program, "tool", "restore", "--tool-manifest", File)
        {
            OnOutput = said.Add,
        };
        if (await restore.RunAsync(stop) != 0)
        {
            throw new SetupException(
                string.Join(Environment.NewLine, said) + Environment.NewLine
                + $"{name} {version} could not be downloaded; the reason stands above. {PackageSources.NextStep}");
        }

        return folder;
    }

    public static string VersionOf(string tool)
    {
        using var manifest = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return manifest.RootElement.GetProperty("tools").GetProperty(tool).GetProperty("version").GetString()!;
    }
}
