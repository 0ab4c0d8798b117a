using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Mappings;

namespace DynamoNamespace.Engine.Plans;

/// <summary>The plans that ship as worked examples.</summary>
public static class PlanExamples
{
    private static string ExamplesFolder => ShippedFolder.Find(Path.Combine("examples", "plans"));

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names() => Directory.Exists(ExamplesFolder)
        ? [.. Directory.GetFiles(ExamplesFolder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
        : [];

    /// <exception cref="DdbException">There is no such example.</exception>
    internal static string Read(string name) => Names().Contains(name, StringComparer.OrdinalIgnoreCase)
        ? File.ReadAllText(Path.Combine(ExamplesFolder, Names().First(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) + ".json"))
        : throw new DdbException("ExampleNotFound", DdbErrorKind.NotFound, name,
            $"There is no example '{name}'. Those that ship are {string.Join(", ", Names())}; nothing was written.");
}
