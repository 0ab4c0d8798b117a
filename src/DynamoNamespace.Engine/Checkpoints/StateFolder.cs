using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>
/// Where the files of runs are kept: the folder that <c>DDBNS_STATE_HOME</c> names, or the user's own folder for state
/// (https://specifications.freedesktop.org/basedir-spec/latest/ on Linux).
/// </summary>
internal static class StateFolder
{
    public const string Variable = "DDBNS_STATE_HOME";
    private const string FolderName = "dynamonamespace";

    /// <exception cref="DdbException">The user has none.</exception>
    public static string Default => TryFind() ?? throw new DdbException("NoStateFolder", DdbErrorKind.InvalidState, null,
        $"This user has no home folder to keep a checkpoint in. Name a folder with -CheckpointPath (--checkpoint-path) or in {Variable}; nothing was changed.");

    /// <summary>The folder, there or not yet; null where the user has no home to keep one in.</summary>
    public static string? TryFind()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Path.GetFullPath(named);
        if (!OperatingSystem.IsLinux())
            return Known(Environment.SpecialFolder.LocalApplicationData) is { } local ? Path.Combine(local, FolderName) : null;
        // The specification has relative paths ignored.
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state))
            return Path.Combine(state, FolderName);
        return Known(Environment.SpecialFolder.UserProfile) is { } home ? Path.Combine(home, ".local", "state", FolderName) : null;
    }

    /// <summary>Makes a folder that only this user can read: records hold keys of items.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string? Known(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path ? path : null;
}
