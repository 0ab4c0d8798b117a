using DynamoNamespace.Build.Help;

namespace DynamoNamespace.Build.Staging;

/// <summary>Finds what a user of the staged module or worker would miss. Every finding is a sentence that names it.</summary>
internal static class StageCheck
{
    public static IReadOnlyList<string> MissingFiles(string module, string worker, ModuleManifest manifest, IEnumerable<string> engineFiles)
    {
        List<string> findings = [];
        var mappings = Directory.Exists(Repository.At("module", "mappings")) ? Directory.GetFiles(Repository.At("module", "mappings"), "*.json") : [];
        if (mappings.Length == 0)
            findings.Add("module/mappings holds no *.json: the built-in mappings are missing.");

        List<string> documents =
        [
            .. mappings.Select(file => "mappings/" + Path.GetFileName(file)),
            .. ModuleDocuments.Folders.SelectMany(Folder.FileNames),
        ];
        Require(module, "module", [.. manifest.Files, .. ModuleDocuments.Files, .. documents]);
        Require(module, "module", engineFiles.Append(ModuleStage.Engine + ".dll").Distinct(StringComparer.OrdinalIgnoreCase).Select(file => $"{ModuleStage.Dependencies}/{file}"));
        Require(worker, "worker", [WorkerStage.Assembly + ".dll", WorkerStage.Assembly + ".runtimeconfig.json", WorkerStage.Assembly + ".deps.json", "LICENSE", .. documents.Where(file => !file.EndsWith(".ps1", StringComparison.Ordinal))]);

        if (File.Exists(Path.Combine(worker, WorkerStage.Assembly + ".deps.json")))
            Require(worker, "worker", DependencyManifest.RuntimeFiles(Path.Combine(worker, WorkerStage.Assembly + ".deps.json"), WorkerStage.Assembly));

        findings.AddRange(AssemblyReferences.Unresolved(Path.Combine(module, ModuleStage.Dependencies)));
        findings.AddRange(AssemblyReferences.Unresolved(worker));
        foreach (var stray in (string[])["System.Management.Automation.dll", "dependencies/System.Management.Automation.dll", "dependencies/DynamoNamespace.Cmdlets.dll", ModuleStage.Engine + ".dll"])
        {
            if (File.Exists(Path.Combine(module, stray)))
                findings.Add($"The module must not hold {stray}: PowerShell would load it in the wrong place.");
        }

        return findings;

        void Require(string folder, string part, IEnumerable<string> files) =>
            findings.AddRange(files.Where(file => !File.Exists(Path.Combine(folder, file))).Select(file => $"The {part} lacks {file}."));
    }

    public static IEnumerable<string> ExportDifferences(ModuleManifest manifest, IReadOnlyList<CmdletDefinition> cmdlets)
    {
        var defined = cmdlets.Select(cmdlet => cmdlet.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var manifestName = Repository.Shown(Repository.ManifestSource);
        return manifest.Cmdlets.Where(name => !defined.Contains(name))
            .Select(name => $"{manifestName} exports {name}, but {manifest.RootModule} has no such cmdlet.")
            .Concat(defined.Except(manifest.Cmdlets, StringComparer.OrdinalIgnoreCase)
                .Select(name => $"{manifest.RootModule} has the cmdlet {name}, but CmdletsToExport in {manifestName} does not list it."));
    }
}
