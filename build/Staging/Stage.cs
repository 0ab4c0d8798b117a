using DynamoNamespace.Build.Help;

namespace DynamoNamespace.Build.Staging;

/// <summary>
/// Puts together what users get. It is put together and checked aside and only then moved into place, so that nothing
/// stale and nothing half-made is ever where tests and people look.
/// </summary>
internal static class Stage
{
    public static async Task CreateAsync(CancellationToken stop)
    {
        var aside = Folder.Empty(Repository.At("artifacts", "staging"));
        var worker = Path.Combine(aside, "worker");
        var module = Directory.CreateDirectory(Path.Combine(aside, "module")).FullName;

        await WorkerStage.CreateAsync(worker, stop);
        var engineFiles = ModuleStage.Create(module, worker);
        var manifest = ModuleManifest.Read(Path.Combine(module, Path.GetFileName(Repository.ManifestSource)));
        ThrowIfAny(StageCheck.MissingFiles(module, worker, manifest, engineFiles));

        var cmdlets = CmdletAssembly.Read(Path.Combine(module, manifest.RootModule));
        ThrowIfAny([.. StageCheck.ExportDifferences(manifest, cmdlets), .. HelpFiles.Write(module, cmdlets)]);

        Folder.Replace(module, Repository.StagedModule);
        Folder.Replace(worker, Repository.StagedWorker);
        Folder.Delete(aside);
    }

    private static void ThrowIfAny(IReadOnlyList<string> findings)
    {
        if (findings.Count > 0)
            throw BuildException.For("The staged files are not what users need, so artifacts/module and artifacts/worker were left as they were:", findings);
    }
}
