using System.Text.Json;

namespace DynamoNamespace.Build.Packages;

/// <summary>The .NET tools that the project uses, each with its exact version.</summary>
internal static class ToolManifest
{
    public static string File { get; } = Repository.At(".config", "dotnet-tools.json");

    public static string VersionOf(string tool)
    {
        using var manifest = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return manifest.RootElement.GetProperty("tools").GetProperty(tool).GetProperty("version").GetString()!;
    }
}
