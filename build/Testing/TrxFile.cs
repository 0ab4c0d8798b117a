using System.Xml.Linq;

namespace DynamoNamespace.Build.Testing;

/// <summary>The result file of dotnet test.</summary>
internal static class TrxFile
{
    /// <summary>What it counts. It knows nothing of tests that a crash kept from running.</summary>
    public static SuiteResult Read(string suite, XDocument file, TimeSpan duration)
    {
        var results = file.Descendants().Where(element => IsNamed(element, "UnitTestResult"))
            .ToLookup(result => result.Attribute("outcome")?.Value, StringComparer.Ordinal);
        var passed = results["Passed"].Count();
        var skipped = results["NotExecuted"].ToList();
        var failed = results.Sum(outcome => outcome.Count()) - passed - skipped.Count;
        return new(suite, passed, failed, skipped.Count, duration)
        {
            SkipReasons = [.. skipped.Select(ReasonOf)],
        };
    }

    private static string ReasonOf(XElement result) =>
        result.Descendants().FirstOrDefault(element => IsNamed(element, "Message"))?.Value is { Length: > 0 } reason
            ? reason
            : $"{result.Attribute("testName")?.Value} names no reason";

    private static bool IsNamed(XElement element, string name) =>
        string.Equals(element.Name.LocalName, name, StringComparison.Ordinal);
}
