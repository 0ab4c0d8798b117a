using System.CommandLine;
using DynamoNamespace.Build.CommandLines;

namespace DynamoNamespace.Build.Testing;

/// <summary>Filters in the language of dotnet test (https://learn.microsoft.com/dotnet/core/testing/selective-unit-tests).</summary>
internal static class TestFilter
{
    /// <summary>The long tests carry this trait; only the integration suite has such.</summary>
    public const string OnlySoak = "Category=Soak";

    public const string NoSoak = "Category!=Soak";

    public static Option<string?> CreateOption() =>
        ValueOption.Text(
            "--filter", "TEXT",
            "Run the tests whose full name contains this, or match a filter expression of dotnet test.");

    /// <summary>Whether a filter is an expression; any other text is looked for in a test's full name.</summary>
    public static bool IsExpression(string filter) => filter.IndexOfAny(['=', '~', '&', '|', '(']) >= 0;

    /// <summary>Both filters at once; null lets every test pass.</summary>
    public static string? Join(string? suites, string? users) => (suites, users) switch
    {
        (null, _) => users,
        (_, null) => suites,
        _ => $"({(IsExpression(users) ? users : $"FullyQualifiedName~{users}")})&({suites})",
    };
}
