namespace DynamoNamespace.Bench.Plots;

/// <summary>Round numbers for an axis.</summary>
internal static class AxisTicks
{
    private const int AboutTicks = 5;

    /// <summary>From 0 to at least the highest value, in steps of 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<double> FromZero(double highest)
    {
        if (!(highest > 0))
            return [0, 1];
        var rough = highest / AboutTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return [.. Enumerable.Range(0, (int)Math.Ceiling((highest / step) - 1e-9) + 1).Select(index => index * step)];
    }

    /// <summary>The powers of ten around all values.</summary>
    public static IReadOnlyList<double> Powers(IEnumerable<double> values)
    {
        var all = values.ToList();
        var low = (int)Math.Floor(Math.Log10(all.Min()));
        var high = Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(all.Max())));
        return [.. Enumerable.Range(low, high - low + 1).Select(power => Math.Pow(10, power))];
    }

    public static string Label(double value) => value switch
    {
        >= 1e6 => FormattableString.Invariant($"{value / 1e6:0.###}M"),
        >= 1e3 => FormattableString.Invariant($"{value / 1e3:0.###}k"),
        _ => FormattableString.Invariant($"{value:0.###}"),
    };
}
