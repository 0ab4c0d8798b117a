namespace DynamoNamespace.Build.Testing;

/// <summary>How a suite ended. A suite that crashed, or checked nothing, counts as one failure: see <see cref="Broken"/>.</summary>
internal sealed record SuiteResult(string Suite, int Passed, int Failed, int Skipped, TimeSpan Duration, string? Note = null)
{
    public static SuiteResult Broken(string suite, TimeSpan duration, string why) => new(suite, 0, 1, 0, duration, why);

    /// <summary>A suite that has nothing to run, which is no failure of it.</summary>
    public static SuiteResult Without(string suite, string why) => new(suite, 0, 0, 0, TimeSpan.Zero, why);

    public int Total => Passed + Failed + Skipped;

    public string Counts => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    public override string ToString() =>
        $"{Suite,-12} {Counts} in {Duration.TotalSeconds:0.0} s{(Note is null ? "" : $" ({Note})")}";
}
