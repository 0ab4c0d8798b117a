using System.IO.Compression;

namespace DynamoNamespace.Build.Staging;

/// <summary>A zip whose bytes depend on nothing but its files: entries in ordinal order, one time, one mode.</summary>
internal static class PackageArchive
{
    private const int RegularFile644 = 0x81A4 << 16;
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">What to pack.</param>
    /// <param name="archivePath">The zip to write; one that exists is replaced.</param>
    /// <param name="rootInside">The folder that the zip unpacks to.</param>
    public static void Write(string folder, string archivePath, string rootInside)
    {
        using var archive = new ZipArchive(File.Create(archivePath), ZipArchiveMode.Create);
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var entry = archive.CreateEntry(rootInside + "/" + name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = EntryTime;
            entry.ExternalAttributes = RegularFile644;
            using var content = entry.Open();
            using var file = File.OpenRead(Path.Combine(folder, name));
            file.CopyTo(content);
        }
    }
}
