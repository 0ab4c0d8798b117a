namespace DynamoNamespace.Build.Staging;

internal static class ModuleStage
{
    public const string Dependencies = "dependencies";
    public const string Engine = "DynamoNamespace.Engine";

    private static readonly string CmdletsProject = Path.Combine("src", "DynamoNamespace.Cmdlets");
    private static readonly string EngineProject = Path.Combine("src", Engine);

    /// <summary>Stages the module's files except its help, and returns the names that <c>dependencies/</c> has to hold.</summary>
    public static IReadOnlyCollection<string> Create(string folder, string worker)
    {
        Folder.CopyFiles(Repository.At("module"), "*.psd1", folder);
        CommandTags.AddTo(Path.Combine(folder, Path.GetFileName(Repository.ManifestSource)), ModuleManifest.Read(Repository.ManifestSource));
        Folder.CopyFiles(Repository.At("module"), "*.ps1xml", folder);
        Folder.CopyFiles(Repository.At("module", "mappings"), "*.json", Path.Combine(folder, "mappings"));
        Folder.CopyFiles(Repository.OutputOf(CmdletsProject), "DynamoNamespace.Cmdlets.dll", folder);
        Folder.CopyFiles(Repository.OutputOf(CmdletsProject), "DynamoNamespace.Cmdlets.pdb", folder);
        ModuleDocuments.CopyTo(folder);

        // The worker's publish folder is the one place where the engine stands beside everything it needs at run time.
        var dependencies = Directory.CreateDirectory(Path.Combine(folder, Dependencies)).FullName;
        var needed = DependencyManifest.RuntimeFiles(Path.Combine(Repository.OutputOf(EngineProject), Engine + ".deps.json"), Engine);
        foreach (var file in needed)
            Folder.CopyFiles(worker, file, dependencies);
        Folder.CopyFiles(worker, Engine + ".pdb", dependencies);
        return needed;
    }
}
