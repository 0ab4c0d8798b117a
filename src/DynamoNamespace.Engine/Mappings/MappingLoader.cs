using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Plans;

namespace DynamoNamespace.Engine.Mappings;

/// <summary>Finds mapping documents: those that ship in the module, and files.</summary>
internal static class MappingLoader
{
    /// <summary>Loads a mapping by the name of one that ships in the module, or from a file. The path of a plan stands for the mapping in it.</summary>
    /// <exception cref="DdbException">There is no such mapping, or it has an error.</exception>
    public static MappingDocument Load(string nameOrPath) => LoadFile(Find(nameOrPath, null).Path);

    public static MappingDocument LoadFile(string path)
    {
        var text = File.ReadAllText(path);
        return IsPlan(text, path) ? DdbMigrationPlan.Load(path).Document : Parse(text, path);
    }

    public static MappingDocument Parse(string text, string origin) =>
        JsonPlace.Read(text, origin, DocumentKind.Mapping, root => MappingReader.Read(root, text));

    /// <summary>The names of the mappings that ship in the module.</summary>
    public static IReadOnlyList<string> BuiltIn() => Directory.Exists(BuiltInFolder)
        ? [.. Directory.GetFiles(BuiltInFolder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
        : [];

    private static string BuiltInFolder => ShippedFolder.Find("mappings");

    /// <summary>What a mapping's name stands for: itself, or a full path, and the file that it is in.</summary>
    /// <param name="nameOrPath">The name or the path.</param>
    /// <param name="folder">Where a path that is not rooted begins; null for the current folder, from which it is left as it is.</param>
    /// <exception cref="DdbException">There is no such mapping.</exception>
    public static (string Name, string Path) Find(string nameOrPath, string? folder)
    {
        var builtIn = Path.Combine(BuiltInFolder, nameOrPath + ".json");
        if (nameOrPath.AsSpan().IndexOfAny('/', '\\') < 0 && File.Exists(builtIn))
            return (nameOrPath, builtIn);
        var path = folder is null ? nameOrPath : Path.GetFullPath(Path.Combine(folder, nameOrPath));
        return File.Exists(path)
            ? (path, path)
            : throw new DdbException("MappingNotFound", DdbErrorKind.NotFound, path,
                $"There is no mapping '{path}': it is neither a file nor one of those that ship with the module ({string.Join(", ", BuiltIn())}). Nothing was changed.");
    }

    private static bool IsPlan(string text, string path) => JsonPlace.Read(text, path, DocumentKind.Mapping, root =>
        root.IsObject && root.Optional("format") is { IsText: true } format && format.Text() == PlanReader.Format);
}
