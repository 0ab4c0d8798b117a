namespace DynamoNamespace.Build.Help;

/// <summary>A cmdlet as its class declares it.</summary>
internal sealed record CmdletDefinition(
    string Verb,
    string Noun,
    string? DefaultParameterSet,
    string? HelpUri,
    IReadOnlyList<ParameterDefinition> Parameters)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameter sets that a caller can choose from, the default one first.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            var named = Parameters.SelectMany(parameter => parameter.Uses).Select(use => use.Set)
                .Where(set => !string.Equals(set, ParameterUse.AllSets, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
            if (named.Count == 0)
                return [ParameterUse.AllSets];
            if (DefaultParameterSet is not null && !named.Contains(DefaultParameterSet, StringComparer.Ordinal))
                named.Add(DefaultParameterSet);
            return [.. named.OrderByDescending(set => string.Equals(set, DefaultParameterSet, StringComparison.Ordinal))];
        }
    }
}

/// <param name="Name">Without the dash.</param>
/// <param name="TypeName">As PowerShell shows it, such as <c>String[]</c>.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="AcceptedValues">Of a ValidateSet or an enumeration; empty where any value goes.</param>
/// <param name="TakesWildcards">Whether the class says that it understands * and ?.</param>
/// <param name="Uses">The parameter sets it belongs to, in the order declared.</param>
internal sealed record ParameterDefinition(
    string Name,
    string TypeName,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    bool TakesWildcards,
    IReadOnlyList<ParameterUse> Uses)
{
    public const string SwitchType = "SwitchParameter";

    public bool IsSwitch => string.Equals(TypeName, SwitchType, StringComparison.Ordinal);

    /// <summary>How a parameter set has this parameter, or null when it does not.</summary>
    public ParameterUse? UseIn(string set) =>
        Uses.FirstOrDefault(use => string.Equals(use.Set, set, StringComparison.Ordinal))
        ?? Uses.FirstOrDefault(use => string.Equals(use.Set, ParameterUse.AllSets, StringComparison.Ordinal));
}

/// <summary>What one [Parameter] attribute says.</summary>
internal sealed record ParameterUse(string Set, bool Mandatory, int? Position, bool FromPipeline, bool FromPipelineByName)
{
    public const string AllSets = "__AllParameterSets";
}
