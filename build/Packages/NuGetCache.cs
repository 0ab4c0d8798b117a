using System.Reflection;

namespace DynamoNamespace.Build.Packages;

/// <summary>The packages that NuGet keeps for this user. The restore of this program says where.</summary>
internal static class NuGetCache
{
    private static readonly string Root = Metadata("NuGetPackageRoot");

    /// <summary>The module Pester, which the restore of this program downloads.</summary>
    public static string Pester { get; } =
        Path.Combine(FolderOf("pester", Metadata("PesterVersion")), "tools", "Pester.psd1");

    /// <summary>Where a package is once it is downloaded.</summary>
    public static string FolderOf(string package, string version) => Path.Combine(Root, package, version);

    /// <summary>Whether a package is there: NuGet writes this file last.</summary>
    public static bool IsComplete(string folder) => File.Exists(Path.Combine(folder, ".nupkg.metadata"));

    private static string Metadata(string key) => typeof(NuGetCache).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => string.Equals(attribute.Key, key, StringComparison.Ordinal)).Value!;
}
