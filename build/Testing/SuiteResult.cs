using System.Globalization;
using System.Text;

namespace DynamoNamespace.Build.Testing;

/// <summary>How a suite ended. A suite that crashed, or checked nothing, counts as one failure: see <see cref="Broken"/>.</summary>
internal sealed record SuiteResult(string Suite, int Passed, int Failed, int Skipped, TimeSpan Duration, string? Note = null)
{
    /// <summary>Why tests were skipped, once for each of them.</summary>
    public IReadOnlyList<string> SkipReasons { get; init; } = [];

    public int Total => Passed + Failed + Skipped;

    public string Counts => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    public static SuiteResult Broken(string suite, TimeSpan duration, string why) => new(suite, 0, 1, 0, duration, why);

    /// <summary>A suite that has nothing to run, which is no failure of it.</summary>
    public static SuiteResult Without(string suite, string why) => new(suite, 0, 0, 0, TimeSpan.Zero, why);

    /// <summary>
    /// A suite that this machine cannot run. How many tests it has is not known, so each of its files counts as one.
    /// </summary>
    public static SuiteResult NotRun(string suite, int files, string why) =>
        new(suite, 0, 0, files, TimeSpan.Zero, "not run; each of its files counts as one test")
        {
            SkipReasons = [.. Enumerable.Repeat(why, files)],
        };

    public override string ToString()
    {
        var text = new StringBuilder($"{Suite,-12} {Counts} in {Duration.TotalSeconds:0.0} s");
        if (Note is not null)
            text.Append(CultureInfo.InvariantCulture, $" ({Note})");
        foreach (var reason in SkipReasons.GroupBy(reason => reason, StringComparer.Ordinal))
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{"",-12} {reason.Count()} skipped: {reason.Key}");
        return text.ToString();
    }
}
