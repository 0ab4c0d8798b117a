namespace DynamoNamespace.Build;

/// <summary>Where things are in this working copy.</summary>
internal static class Repository
{
    public const string Configuration = "Release";
    public const string Framework = "net8.0";
    public const string ModuleName = "DynamoNamespace";

    public static string Root { get; } = FindRoot();
    public static string Solution { get; } = At("DynamoNamespace.slnx");
    public static string ManifestSource { get; } = At("module", ModuleName + ".psd1");
    public static string Artifacts { get; } = At("artifacts");
    public static string StagedModule { get; } = At("artifacts", "module", ModuleName);
    public static string StagedWorker { get; } = At("artifacts", "worker");
    public static string Packages { get; } = At("artifacts", "packages");
    public static string TestResults { get; } = At("artifacts", "test-results");

    /// <summary>The checkpoints of quickstart runs, which must not stand among the user's own.</summary>
    public static string State { get; } = At("artifacts", "state");

    /// <summary>The environment variable that names the folder for checkpoints.</summary>
    public const string StateVariable = "DDBNS_STATE_HOME";

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Where the compiler puts the output of the project in a folder, such as <c>src/DynamoNamespace.Engine</c>.</summary>
    public static string OutputOf(string projectFolder) => At(projectFolder, "bin", Configuration, Framework);

    /// <summary>A path as people read it: from the root of the working copy, with forward slashes.</summary>
    public static string Shown(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DynamoNamespace.slnx")))
                return folder.FullName;
        }

        throw new BuildException($"No folder above {AppContext.BaseDirectory} holds DynamoNamespace.slnx. Run the build from a working copy, through ./dev or ./build.ps1.");
    }
}
