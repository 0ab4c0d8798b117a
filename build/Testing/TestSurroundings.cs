using DynamoNamespace.Build.Shells;

namespace DynamoNamespace.Build.Testing;

/// <summary>What the suites of a run share.</summary>
/// <param name="Environment">Variables that their tests need.</param>
/// <param name="PowerShell">The PowerShell of the Pester suite; null where that suite is not run.</param>
internal sealed record TestSurroundings(IReadOnlyDictionary<string, string?> Environment, PowerShellHost? PowerShell);
