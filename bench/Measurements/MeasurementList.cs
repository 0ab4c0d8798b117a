using DynamoNamespace.Bench.Trials;

namespace DynamoNamespace.Bench.Measurements;

/// <summary>Everything that one run of the benchmark measured.</summary>
internal sealed class MeasurementList
{
    private readonly List<Measurement> all = [];

    public IReadOnlyList<Measurement> All => all;

    public void Add(string group, TrialResult result, long step = 0) => Add(group, result.Method, result, step);

    public void Add(string group, string series, TrialResult result, long step = 0)
    {
        all.Add(new Measurement(group, series, step, result));
        var name = step == 0 ? series : FormattableString.Invariant($"{series} {step:N0}");
        // What is under way is told beside the report, which may be redirected.
        Console.Error.WriteLine(result.Requests == 0 && result.Items == 1
            ? FormattableString.Invariant($"  {name}: {result.Seconds * 1000:N0} ms")
            : FormattableString.Invariant($"  {name}: {result.Rate:N0} items/s, {result.CpuPerMillion:N1} CPU s/million, {result.AllocatedPerItem:N0} bytes/item, {result.PeakMegabytes:N0} MB"));
    }

    /// <summary>The repeats of one trial, in the order in which they were run.</summary>
    public IReadOnlyList<TrialResult> Of(string group, string series, long step = 0) =>
        [.. all.Where(each => each.Group == group && each.Series == series && each.Step == step).Select(each => each.Result)];

    /// <summary>The steps at which a series was measured, the lowest first.</summary>
    public IReadOnlyList<long> Steps(string group, string series) =>
        [.. all.Where(each => each.Group == group && each.Series == series).Select(each => each.Step).Distinct().Order()];

    /// <summary>The median of a figure over the repeats; null where it was not measured.</summary>
    public double? MedianOf(string group, string series, Func<TrialResult, double> figure, long step = 0) =>
        Of(group, series, step) is { Count: > 0 } results ? Median.Of(results.Select(figure)) : null;

    /// <summary>
    /// The median of the ratios of two trials' figures, each to its neighbour in the same round: what disturbed a round disturbed both.
    /// Null where either was not measured.
    /// </summary>
    public double? RatioOf(string group, string series, string other, Func<TrialResult, double> figure) =>
        RatioOf(Of(group, series), Of(group, other), figure);

    internal static double? RatioOf(IReadOnlyList<TrialResult> results, IReadOnlyList<TrialResult> others, Func<TrialResult, double> figure) =>
        results.Count > 0 && results.Count == others.Count ? Median.Of(results.Zip(others, (one, two) => figure(one) / figure(two))) : null;
}
