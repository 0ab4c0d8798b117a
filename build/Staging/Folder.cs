namespace DynamoNamespace.Build.Staging;

/// <summary>Changes to folders, with a message that helps when a file of theirs is in use.</summary>
internal static class Folder
{
    public static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"{Repository.Shown(path)} could not be emptied: {error.Message} If a PowerShell session has the module imported, close it and run the task again.");
        }
    }

    public static string Empty(string path)
    {
        Delete(path);
        return Directory.CreateDirectory(path).FullName;
    }

    /// <summary>Puts a finished folder in the place of an older one.</summary>
    public static void Replace(string finished, string place)
    {
        Delete(place);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Directory.Move(finished, place);
    }

    /// <summary>The files of a folder of the repository and of the folders in it, named from the repository's root.</summary>
    public static IEnumerable<string> FileNames(string folder) =>
        Directory.EnumerateFiles(Repository.At(folder), "*", SearchOption.AllDirectories).Select(Repository.Shown);

    /// <summary>Copies the files that match a pattern; a folder that is not there has none.</summary>
    public static void CopyFiles(string from, string pattern, string to)
    {
        if (!Directory.Exists(from))
            return;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, pattern))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
