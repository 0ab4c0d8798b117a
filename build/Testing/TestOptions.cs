using DynamoNamespace.Build.CommandLines;
using DynamoNamespace.Build.LocalEngine;

namespace DynamoNamespace.Build.Testing;

/// <summary>Which tests to run.</summary>
internal sealed record TestOptions
{
    public const string Unit = "unit";
    public const string Integration = "integration";
    public const string Pester = "pester";

    public static IReadOnlyList<string> AllSuites { get; } = [Unit, Integration, Pester];

    public IReadOnlyList<string> Suites { get; init; } = AllSuites;

    /// <summary>What a test's full name has to contain, or a filter expression of dotnet test; null runs all.</summary>
    public string? Filter { get; init; }

    /// <summary>The PowerShell for the Pester suite, or null for the project's own.</summary>
    public string? PowerShell { get; init; }

    /// <summary>Whether a suite starts the local engine. Pester's does, even where another endpoint is named.</summary>
    public bool NeedsEngine => NeedsPowerShell || (Has(Integration) && !EnginePackage.HasOtherEndpoint);

    public bool NeedsPowerShell => Has(Pester) && !HasExpression;

    /// <summary>Whether the filter is in dotnet test's own language, which Pester does not understand.</summary>
    public bool HasExpression => Filter is not null && TestFilter.IsExpression(Filter);

    public bool Has(string suite) => Suites.Contains(suite, StringComparer.Ordinal);

    /// <exception cref="UsageException">What is asked for can test nothing, or not in this way.</exception>
    public void ThrowIfImpossible()
    {
        if (HasExpression && Suites is [Pester])
        {
            throw new UsageException(
                $"The filter '{Filter}' is an expression of dotnet test, which Pester does not understand. "
                + "Give a part of the test's name.");
        }

        if (PowerShell is not null && !NeedsPowerShell)
        {
            throw new UsageException(
                $"{PwshOption.Name} is for the suite {Pester}, which this command line does not run. Leave it out.");
        }
    }
}
