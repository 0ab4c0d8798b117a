using System.IO.Compression;
using System.Security.Cryptography;

namespace DynamoNamespace.Build.Packing;

/// <summary>Compares packages by what an installation would get.</summary>
internal static class PackageContent
{
    public static bool IsSame(string path, string other)
    {
        using var content = File.OpenRead(path);
        using var otherContent = File.OpenRead(other);
        return Path.GetExtension(path) is ".nupkg" or ".zip"
            ? Entries(content).SetEquals(Entries(otherContent))
            : SHA256.HashData(content).AsSpan().SequenceEqual(SHA256.HashData(otherContent));
    }

    private static HashSet<(string Name, string Hash)> Entries(Stream package)
    {
        using var archive = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        return [.. archive.Entries
            .Where(entry => !IsBookkeeping(entry.FullName))
            .Select(entry => (entry.FullName, Hash(entry)))];
    }

    /// <summary>These parts of a package get new names and numbers each time that it is made.</summary>
    private static bool IsBookkeeping(string name) =>
        string.Equals(name, "_rels/.rels", StringComparison.Ordinal)
        || name.EndsWith(".psmdcp", StringComparison.Ordinal);

    private static string Hash(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        return Convert.ToHexString(SHA256.HashData(content));
    }
}
