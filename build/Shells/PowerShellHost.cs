using DynamoNamespace.Build.Processes;

namespace DynamoNamespace.Build.Shells;

/// <summary>A PowerShell that the project's scripts run in.</summary>
/// <param name="Program">The program to start.</param>
/// <param name="Arguments">Its arguments before those of PowerShell.</param>
/// <param name="Name">The PowerShell as messages name it, with its version.</param>
internal sealed record PowerShellHost(string Program, IReadOnlyList<string> Arguments, string Name)
{
    /// <summary>Variables of every session, beside those of the caller.</summary>
    private static readonly Dictionary<string, string?> Variables = new(StringComparer.Ordinal)
    {
        // A session started from another PowerShell would inherit the module folders of that version.
        ["PSModulePath"] = null,
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
    };

    private static readonly Dictionary<string, string?> None = new(StringComparer.Ordinal);

    /// <summary>Variables that this PowerShell needs to start, and to start itself once more.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = None;

    /// <param name="given">What the user asks for; null for the project's own.</param>
    /// <param name="stop">Gives up.</param>
    public static Task<PowerShellHost> GetAsync(string? given, CancellationToken stop) =>
        given is null ? OwnPowerShell.GetAsync(stop) : GivenPowerShell.CheckAsync(given, stop);

    /// <summary>A session that runs a script and ends with its exit code, without questions and profiles.</summary>
    public OtherProgram Script(
        string path, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Session(["-File", path, .. arguments], environment);

    /// <summary>The same with the text of a script.</summary>
    public OtherProgram Code(string text) => Session(["-Command", text], None);

    private OtherProgram Session(string[] arguments, IReadOnlyDictionary<string, string?> environment) =>
        new(Program, [.. Arguments, "-NoProfile", "-NonInteractive", .. arguments])
        {
            Environment = Variables.Concat(Environment).Concat(environment)
                .GroupBy(variable => variable.Key, variable => variable.Value, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal),
        };
}
