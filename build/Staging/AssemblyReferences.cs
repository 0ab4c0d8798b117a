using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DynamoNamespace.Build.Staging;

/// <summary>What the assemblies of a folder say themselves that they need, whatever a deps.json lists.</summary>
internal static class AssemblyReferences
{
    /// <summary>The references that neither the folder nor .NET itself satisfies, a sentence each.</summary>
    public static IEnumerable<string> Unresolved(string folder)
    {
        var files = Directory.GetFiles(folder, "*.dll");
        var known = files.Concat(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"))
            .Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return files.SelectMany(file => Of(file)
            .Where(reference => !known.Contains(reference))
            .Select(reference => $"{Path.GetFileName(folder)}/{Path.GetFileName(file)} needs {reference}.dll, which is neither beside it nor part of .NET."));
    }

    private static List<string> Of(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
