namespace DynamoNamespace.Build.Processes;

/// <summary>The dotnet that runs this program.</summary>
internal static class Dotnet
{
    /// <summary>Its path; its name where another host runs this program.</summary>
    public static string Program { get; } = IsDotnet(Environment.ProcessPath) ? Environment.ProcessPath! : "dotnet";

    /// <summary>
    /// Let a program that brings its own host find the same runtime, and use a later one where its own is missing.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Variables { get; } = ReadVariables();

    private static bool IsDotnet(string? host) =>
        string.Equals(Path.GetFileNameWithoutExtension(host), "dotnet", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string?> ReadVariables()
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ROLL_FORWARD"] = "Major" };
        if (Path.GetDirectoryName(Program) is { Length: > 0 } folder)
            variables["DOTNET_ROOT"] = folder;
        return variables;
    }
}
