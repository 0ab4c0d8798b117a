using System.CommandLine;

namespace DynamoNamespace.Build.CommandLines;

/// <summary>The option that names another PowerShell than the project's own.</summary>
internal static class PwshOption
{
    public const string Name = "--pwsh";

    public static Option<string?> Create() => ValueOption.Text(
        Name, "PATH",
        "Use this PowerShell, 7.4 or later: a path, or a name on PATH. Default: the project's own.");
}
