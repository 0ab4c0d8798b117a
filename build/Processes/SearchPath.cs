namespace DynamoNamespace.Build.Processes;

/// <summary>Programs that the machine may or may not have.</summary>
internal static class SearchPath
{
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ""] : [""];

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Endings.Select(ending => Path.Combine(folder, program + ending)))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));
}
