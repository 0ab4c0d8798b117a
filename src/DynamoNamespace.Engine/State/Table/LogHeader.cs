using System.Globalization;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// What was removed of a log. It is said here before anything is deleted, and stays said: an append whose request
/// arrives twice, the second time after its entry was deleted, puts the entry there again, and nobody reads it.
/// </summary>
/// <param name="RemovedThrough">Entries up to this one were removed.</param>
/// <param name="Voids">
/// Ranges of entries that were cut off at their time: the last one that stayed, and the one after them, which is always
/// a marker.
/// </param>
internal sealed record LogHeader(long RemovedThrough, IReadOnlyList<(long After, long Before)> Voids)
{
    public static LogHeader Empty { get; } = new(0, []);

    /// <summary>The last number that the header knows of.</summary>
    public long End => Voids.Count == 0 ? RemovedThrough : Math.Max(RemovedThrough, Voids.Max(range => range.Before));

    public static LogHeader Read(StateItem? item)
    {
        if (item is null)
            return Empty;
        var voids = new List<(long, long)>();
        var text = item.FindText(StateAttributes.Voids) ?? "";
        foreach (var range in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            if (ends.Length != 2 || !TryParse(ends[0], out var after) || !TryParse(ends[1], out var before))
                throw item.Unreadable($"its range '{range}' is not two numbers");
            voids.Add((after, before));
        }

        return new LogHeader(item.FindNumber(StateAttributes.RemovedThrough) ?? 0, voids);
    }

    public bool IsRemoved(long number) =>
        number <= RemovedThrough || Voids.Any(range => number > range.After && number < range.Before);

    public LogHeader RemoveThrough(long number) => number <= RemovedThrough ? this : Normalize(number, Voids);

    /// <summary>Removes what stands before a marker.</summary>
    public LogHeader RemoveBefore(long marker) => marker <= RemovedThrough + 1 ? this : RemoveThrough(marker);

    /// <summary>Cuts off what stands behind <paramref name="after"/> and before a marker.</summary>
    public LogHeader Void(long after, long before) => before <= after + 1
        ? this
        : Normalize(RemovedThrough, [.. Voids.Where(range => range.After < after), (after, before)]);

    public void Set(StateExpression expression)
    {
        expression.Set(StateAttributes.RemovedThrough, RemovedThrough);
        expression.SetOrRemove(StateAttributes.Voids, string.Join(' ', Voids.Select(Format)));
    }

    private static LogHeader Normalize(long removedThrough, IEnumerable<(long After, long Before)> voids)
    {
        var left = voids.Where(range => range.Before > removedThrough + 1).ToList();
        return new LogHeader(removedThrough, left);
    }

    private static string Format((long After, long Before) range) =>
        string.Create(CultureInfo.InvariantCulture, $"{range.After}-{range.Before}");

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
