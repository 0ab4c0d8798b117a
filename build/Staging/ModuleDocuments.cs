namespace DynamoNamespace.Build.Staging;

/// <summary>What the module's help refers to, with the layout of the repository, so that links work in both.</summary>
internal static class ModuleDocuments
{
    public static readonly IReadOnlyList<string> Files =
        ["LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

    public static readonly IReadOnlyList<string> Folders = ["docs", "examples"];

    public static void CopyTo(string module)
    {
        foreach (var name in Folders.SelectMany(Folder.FileNames).Concat(Files))
        {
            var copy = Path.Combine(module, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.At(name), copy);
        }
    }
}
