using System.Globalization;

namespace DynamoNamespace.Bench.NullEndpoint;

/// <summary>
/// A table that the null endpoint makes believe to have. Its name says all: <c>items-500000</c> has so many items like those of zae-limiter,
/// <c>items-500000-of-4096</c> so many of 4,096 bytes each.
/// </summary>
/// <param name="Items">How many items a scan of it gives.</param>
/// <param name="ItemBytes">The size of each as DynamoDB counts; 0 for zae-limiter's own mixture.</param>
internal sealed record NullTable(long Items, int ItemBytes = 0)
{
    private const string Prefix = "items-";
    private const string SizePrefix = "-of-";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Items}{(ItemBytes == 0 ? "" : SizePrefix + ItemBytes)}");

    public static NullTable? Find(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = name[Prefix.Length..].Split(SizePrefix);
        var bytes = 0;
        return parts.Length <= 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var items)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bytes))
            ? new NullTable(items, bytes)
            : null;
    }

    /// <summary>How many items one segment of a scan has; those of all segments together are the table's.</summary>
    public long ItemsOf(int segment, int totalSegments) =>
        (Items * (segment + 1) / totalSegments) - (Items * segment / totalSegments);
}
