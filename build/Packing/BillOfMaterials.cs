using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoNamespace.Build.Packages;
using DynamoNamespace.Build.Processes;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Packing;

/// <summary>
/// A software bill of materials in CycloneDX format. CycloneDX lists what a project was restored with. Of that only the
/// packages of the program's <c>deps.json</c> are kept, because only these are shipped.
/// </summary>
/// <param name="Name">The program, as its package is named.</param>
/// <param name="Type">What CycloneDX calls it: <c>Library</c> or <c>Application</c>.</param>
/// <param name="Project">The project below src/ whose packages are shipped.</param>
/// <param name="Dependencies">The path of the program's <c>deps.json</c>.</param>
internal sealed record BillOfMaterials(string Name, string Type, string Project, string Dependencies)
{
    private const string Package = "cyclonedx";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task CreateAsync(string folder, CancellationToken stop)
    {
        var manifest = ModuleManifest.Read(Repository.ManifestSource);
        var file = $"{Name}.{manifest.PackageVersion}.cdx.json";
        var package = await ToolManifest.InstallAsync(Package, "CycloneDX", stop);
        var said = new List<string>();
        var exitCode = await new OtherProgram(
            Dotnet.Program, Path.Combine(package, "tools", "net8.0", "any", "CycloneDX.dll"),
            Repository.At("src", Project, Project + ".csproj"),
            "--disable-package-restore", "--configuration", Repository.Configuration,
            "--output", folder, "--filename", file, "--output-format", "Json", "--no-serial-number",
            "--set-name", Name, "--set-version", manifest.PackageVersion, "--set-type", Type)
        { Environment = Dotnet.Variables, OnOutput = said.Add }.RunAsync(stop);
        if (exitCode != 0)
        {
            throw BuildException.For(
                $"The bill of materials of {Name} could not be made. CycloneDX ended with code {exitCode} and said:",
                said);
        }

        var path = Path.Combine(folder, file);
        var bill = JsonNode.Parse(await File.ReadAllBytesAsync(path, stop))!;
        Complete(bill, manifest);
        await File.WriteAllTextAsync(path, bill.ToJsonString(Indented) + "\n", stop);
    }

    private void Complete(JsonNode bill, ModuleManifest manifest)
    {
        // The same packages make the same file.
        bill["metadata"]!.AsObject().Remove("timestamp");
        var program = bill["metadata"]!["component"]!;
        program["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "MIT" } });
        var website = new JsonObject { ["url"] = manifest.ProjectUri, ["type"] = "website" };
        program["externalReferences"] = new JsonArray(website);

        var shipped = DependencyManifest.Packages(Dependencies)
            .Select(package => $"pkg:nuget/{package}").ToHashSet(StringComparer.Ordinal);
        var kept = shipped.Append(Text(program, "bom-ref")).ToHashSet(StringComparer.Ordinal);
        bill["components"] = Keep(bill["components"], component => shipped.Contains(Text(component, "bom-ref")));
        bill["dependencies"] = Keep(bill["dependencies"], dependency => kept.Contains(Text(dependency, "ref")));
        foreach (var dependency in bill["dependencies"]!.AsArray())
        {
            dependency!["dependsOn"] =
                Keep(dependency["dependsOn"], reference => kept.Contains(reference.GetValue<string>()));
        }


        var listed = bill["components"]!.AsArray().Select(component => Text(component!, "bom-ref"));
        var missing = shipped.Except(listed, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw BuildException.For($"CycloneDX did not list packages that {Name} is shipped with:", missing);
    }

    private static JsonArray Keep(JsonNode? list, Func<JsonNode, bool> isKept) =>
        new([.. (list?.AsArray() ?? []).Where(node => isKept(node!)).Select(node => node!.DeepClone())]);

    private static string Text(JsonNode node, string property) => node[property]!.GetValue<string>();
}
