namespace DynamoNamespace.Build.Packing;

/// <summary>
/// The folder of finished packages, which also serves as a repository to install from. A version is made once, because
/// whoever has it installed would not get other content under the same number.
/// </summary>
internal static class PackageFolder
{
    /// <summary>Moves what was made into the folder and returns the names of the files that are new there.</summary>
    /// <exception cref="BuildException">The folder holds such a file with other content. Nothing changed.</exception>
    public static IReadOnlyList<string> Add(string made, string folder, bool replace)
    {
        Directory.CreateDirectory(folder);
        var changed = Directory.GetFiles(made)
            .Where(file => !File.Exists(InFolder(file)) || !PackageContent.IsSame(file, InFolder(file)))
            .Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        var existing = changed.Where(name => File.Exists(InFolder(name))).ToList();
        if (existing.Count > 0 && !replace)
        {
            throw BuildException.For(
                $"{Repository.Shown(folder)} holds this version with other content, and it was left as it was. "
                + $"Raise ModuleVersion in {Repository.Shown(Repository.ManifestSource)}, or use './dev pack --force' "
                + "while nobody has this version:",
                existing);
        }

        foreach (var name in changed)
            File.Move(Path.Combine(made, name), InFolder(name), overwrite: true);
        return changed;

        string InFolder(string file) => Path.Combine(folder, Path.GetFileName(file));
    }
}
