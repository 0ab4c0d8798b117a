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
    public bool HasExpression => Filter?.IndexOfAny(['=', '~', '&', '|', '(']) >= 0;

    public static TestOptions Parse(string[] arguments)
    {
        var suites = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? filter = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (All.Contains(arguments[i], StringComparer.OrdinalIgnoreCase))
                suites.Add(arguments[i]);
            else if (string.Equals(arguments[i], "--filter", StringComparison.Ordinal) && i + 1 < arguments.Length)
                filter = arguments[++i];
            else
                throw new UsageException($"test does not know '{arguments[i]}'. Usage: ./dev test [unit|integration|pester] [--filter TEXT]");
        }

        return new(suites.Count > 0 ? suites : All.ToHashSet(StringComparer.OrdinalIgnoreCase), filter);
    }
}
