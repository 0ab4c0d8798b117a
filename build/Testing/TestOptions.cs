namespace DynamoNamespace.Build.Testing;

/// <param name="Suites">The suites asked for.</param>
/// <param name="Filter">What a test's full name has to contain, or a filter expression of dotnet test; null runs all.</param>
internal sealed record TestOptions(IReadOnlySet<string> Suites, string? Filter)
{
    public const string Unit = "unit";
    public const string Integration = "integration";
    public const string Pester = "pester";

    private static readonly string[] All = [Unit, Integration, Pester];

    public bool NeedsEngine => Suites.Contains(Integration) || Suites.Contains(Pester);

    /// <summary>Whether the filter is in dotnet test's own language, which Pester does not understand.</summary>
    public bool HasExpression => Filter is not null && TestFilter.IsExpression(Filter);

    public static TestOptions Parse(string[] arguments)
    {
        var (suites, filter) = Parse(arguments, All, "test [unit|integration|pester] [--filter TEXT]");
        return new(suites.Count > 0 ? suites : All.ToHashSet(StringComparer.OrdinalIgnoreCase), filter);
    }

    /// <summary>The long tests are all in the integration project, so no suite can be named.</summary>
    public static TestOptions ParseSoak(string[] arguments)
    {
        var (_, filter) = Parse(arguments, [], "soak [--filter TEXT]");
        return new(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Integration }, filter);
    }

    private static (HashSet<string> Suites, string? Filter) Parse(string[] arguments, string[] known, string usage)
    {
        var suites = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? filter = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (known.Contains(arguments[i], StringComparer.OrdinalIgnoreCase))
                suites.Add(arguments[i]);
            else if (string.Equals(arguments[i], "--filter", StringComparison.Ordinal) && i + 1 < arguments.Length)
                filter = arguments[++i];
            else
                throw new UsageException($"{usage.Split(' ')[0]} does not know '{arguments[i]}'. Usage: ./dev {usage}");
        }

        return (suites, filter);
    }
}
