using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DynamoNamespace.Build.Staging;

/// <summary>What the assemblies of a folder say themselves that they need, whatever a deps.json lists.</summary>
internal static class AssemblyReferences
{
    /// <summary>The references that neither the folder nor .NET itself satisfies, a sentence each.</summary>
    public static IEnumerable<string> Unresolved(string folder)
    {
        var beside = Directory.GetFiles(folder, "*.dll")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), Read, StringComparer.OrdinalIgnoreCase);
        var platform = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
            from assembly in beside
            from reference in assembly.Value.References
            let lack = beside.TryGetValue(reference.Name, out var found) ? Older(found.Version, reference)
                : platform.Contains(reference.Name) ? null
                : $"{reference.Name}.dll, which is neither beside it nor part of .NET."
            where lack is not null
            select $"{Path.GetFileName(folder)}/{assembly.Key}.dll needs {lack}";
    }

    private static string? Older(Version found, (string Name, Version Version) reference) => found >= reference.Version
        ? null
        : $"{reference.Name}.dll {reference.Version}, but {found} is beside it. .NET loads no older one.";

    private static (Version Version, List<(string Name, Version Version)> References) Read(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Select(reference => (metadata.GetString(reference.Name), reference.Version));
        return (metadata.GetAssemblyDefinition().Version, [.. references]);
    }
}
