using System.Text.Json;

namespace DynamoNamespace.Build.Staging;

/// <summary>A <c>deps.json</c>: what an assembly needs at run time.</summary>
internal static class DependencyManifest
{
    /// <summary>The file names of an assembly and of everything that it needs, directly or not.</summary>
    public static IReadOnlyCollection<string> RuntimeFiles(string path, string assembly)
    {
        if (!File.Exists(path))
            throw new BuildException($"{Repository.Shown(path)} is missing, so what {assembly} needs at run time is not known. Run ./dev clean and build again.");

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var libraries = document.RootElement.GetProperty("targets").EnumerateObject().First().Value
            .EnumerateObject().ToDictionary(library => library.Name.Split('/')[0], library => library.Value, StringComparer.OrdinalIgnoreCase);

        var files = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>([assembly]);
        while (open.TryPop(out var name))
        {
            if (!seen.Add(name) || !libraries.TryGetValue(name, out var library))
                continue;
            if (library.TryGetProperty("runtimeTargets", out _))
                throw new BuildException($"The package {name} has files for single platforms, which the module's staging does not know how to load. Drop the package, or teach build/Staging/ModuleStage.cs and the module's loader.");
            files.UnionWith(Names(library, "runtime").Select(file => Path.GetFileName(file)));
            foreach (var dependency in Names(library, "dependencies"))
                open.Push(dependency);
        }

        return files;
    }

    /// <summary>The packages that are shipped, as name@version.</summary>
    public static IReadOnlyList<string> Packages(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").ValueEquals("package"))
            .Select(library => library.Name.Replace('/', '@'))];
    }

    private static IEnumerable<string> Names(JsonElement library, string property) =>
        library.TryGetProperty(property, out var value) ? value.EnumerateObject().Select(member => member.Name) : [];
}
