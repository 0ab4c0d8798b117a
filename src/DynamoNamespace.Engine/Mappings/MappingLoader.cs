using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Finds mapping documents: those that ship in the module, and files.</summary>
internal static class MappingLoader
{
    /// <summary>Loads a mapping by the name of one that ships in the module, or from a file.</summary>
    /// <param name="nameOrPath">The name or the path.</param>
    /// <param name="folder">Where a path that is not rooted begins; null for the current folder.</param>
    /// <exception cref="DdbException">There is no such mapping, or it has an error.</exception>
    public static MappingDocument Load(string nameOrPath, string? folder = null)
    {
        var path = Find(nameOrPath, folder);
        return Parse(File.ReadAllText(path), path);
    }

    public static MappingDocument Parse(string text, string origin) =>
        JsonPlace.Read(text, origin, DocumentKind.Mapping, root => MappingReader.Read(root, text));

    /// <summary>The names of the mappings that ship in the module.</summary>
    public static IReadOnlyList<string> BuiltIn() => Directory.Exists(BuiltInFolder)
        ? [.. Directory.GetFiles(BuiltInFolder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
        : [];

    private static string BuiltInFolder => ShippedFolder.Find("mappings");

    private static string Find(string nameOrPath, string? folder)
    {
        var builtIn = Path.Combine(BuiltInFolder, nameOrPath + ".json");
        if (nameOrPath.AsSpan().IndexOfAny('/', '\\') < 0 && File.Exists(builtIn))
            return builtIn;
        var path = folder is null ? nameOrPath : Path.Combine(folder, nameOrPath);
        return File.Exists(path)
            ? path
            : throw new DdbException("MappingNotFound", DdbErrorKind.NotFound, path,
                $"There is no mapping '{path}': it is neither a file nor one of those that ship with the module ({string.Join(", ", BuiltIn())}). Nothing was changed.");
    }
}
