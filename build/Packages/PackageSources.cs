using System.Text.RegularExpressions;

namespace DynamoNamespace.Build.Packages;

/// <summary>Where NuGet downloads packages from.</summary>
internal static partial class PackageSources
{
    public const string NextStep =
        "Check the network connection and the package sources ('dotnet nuget list source'), and run the task again.";

    /// <summary>
    /// Whether a line that MSBuild writes says that a source could not be read or lacks a package
    /// (https://learn.microsoft.com/nuget/reference/errors-and-warnings).
    /// </summary>
    public static bool AreAtFault(string line) => ErrorPattern().IsMatch(line);

    [GeneratedRegex("error NU(110[0-3]|13[0-9][0-9])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ErrorPattern();
}
