namespace DynamoNamespace.Bench.Measurements;

internal static class Median
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    /// <exception cref="InvalidOperationException">There is no value.</exception>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
            throw new InvalidOperationException("There is no median of nothing.");
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
