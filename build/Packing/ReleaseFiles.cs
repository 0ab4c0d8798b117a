using DynamoNamespace.Build.Shells;
using DynamoNamespace.Build.Staging;

namespace DynamoNamespace.Build.Packing;

/// <summary>What a release consists of, made from what is staged.</summary>
internal static class ReleaseFiles
{
    private static readonly string EngineOutput = Repository.OutputOf(Path.Combine("src", ModuleStage.Engine));

    private static readonly BillOfMaterials[] Bills =
    [
        new(
            Repository.ModuleName, "Library", ModuleStage.Engine,
            Path.Combine(EngineOutput, ModuleStage.Engine + ".deps.json")),
        new(
            WorkerStage.Assembly, "Application", "DynamoNamespace.Worker",
            Path.Combine(Repository.StagedWorker, WorkerStage.Assembly + ".deps.json")),
    ];

    /// <summary>Fills an empty folder: a package, an archive and a bill of materials for the module and the worker each.</summary>
    public static async Task CreateAsync(string folder, PowerShellHost powerShell, CancellationToken stop)
    {
        var version = ModuleManifest.Read(Repository.ManifestSource).PackageVersion;
        await ModulePackage.CreateAsync(folder, powerShell, stop);
        await ToolPackage.CreateAsync(folder, stop);
        foreach (var bill in Bills)
            await bill.CreateAsync(folder, stop);
        Archive(Repository.StagedModule, Repository.ModuleName);
        Archive(Repository.StagedWorker, WorkerStage.Assembly);

        void Archive(string staged, string name) =>
            PackageArchive.Write(staged, Path.Combine(folder, $"{name}.{version}.zip"), name);
    }
}
