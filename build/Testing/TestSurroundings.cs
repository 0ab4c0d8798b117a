using DynamoNamespace.Build.LocalEngine;
using DynamoNamespace.Build.Shells;

namespace DynamoNamespace.Build.Testing;

/// <summary>What the suites of a run share.</summary>
/// <param name="PowerShell">The PowerShell of the Pester suite; null where that suite is not run.</param>
/// <param name="Engine">The local engine's binary; null where no suite needs it, or this system has none.</param>
internal sealed record TestSurroundings(PowerShellHost? PowerShell, string? Engine)
{
    private static readonly string State = Path.Combine(Repository.TestResults, "state");

    /// <summary>Whether tests have a DynamoDB endpoint: an engine of their own, or one that the user names.</summary>
    public bool HasEndpoint => Engine is not null || EnginePackage.HasOtherEndpoint;

    /// <summary>Variables for the tests. Their checkpoints stay apart from the user's and from an earlier run's.</summary>
    public IReadOnlyDictionary<string, string?> Environment
    {
        get
        {
            var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [Repository.StateVariable] = State,
            };
            if (Engine is not null)
                variables[EnginePackage.PathVariable] = Engine;
            return variables;
        }
    }

    /// <summary>Downloads what is missing.</summary>
    public static async Task<TestSurroundings> PrepareAsync(TestOptions options, CancellationToken stop)
    {
        if (options.NeedsEngine)
            EnginePackage.RequireInstaller();
        var powerShell = options.NeedsPowerShell ? await PowerShellHost.GetAsync(options.PowerShell, stop) : null;
        var engine = options.NeedsEngine ? await EnginePackage.InstallAsync(stop) : null;
        Directory.CreateDirectory(Repository.TestResults);
        if (Directory.Exists(State))
            Directory.Delete(State, recursive: true);
        return new(powerShell, engine);
    }
}
