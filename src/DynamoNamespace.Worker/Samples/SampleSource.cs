namespace DynamoNamespace.Worker.Samples;

/// <summary>What every generated item draws on: the random numbers, the present, and the count of events so far.</summary>
internal sealed class SampleSource(int seed, DateTimeOffset now)
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private uint _events;

    public SeededRandom Random { get; } = new(seed);

    public DateTimeOffset Now { get; } = now.ToUniversalTime();

    /// <summary>A moment in the last <paramref name="span"/>, to the millisecond.</summary>
    public DateTimeOffset Past(TimeSpan span) => Now.AddMilliseconds(-Random.Below((long)span.TotalMilliseconds));

    /// <summary>A ULID: 48 bits of time, then random bits, of which the last 30 count the events so that none comes twice.</summary>
    public string NextEventId(DateTimeOffset at)
    {
        var time = at.ToUnixTimeMilliseconds();
        var random = Random.NextUInt64();
        var count = _events++;
        return string.Create(26, (time, random, count), static (text, parts) =>
        {
            for (var i = 0; i < 10; i++)
                text[i] = Crockford[(int)((parts.time >> (45 - 5 * i)) & 31)];
            for (var i = 0; i < 10; i++)
                text[10 + i] = Crockford[(int)((parts.random >> (45 - 5 * i)) & 31)];
            for (var i = 0; i < 6; i++)
                text[20 + i] = Crockford[(int)((parts.count >> (25 - 5 * i)) & 31)];
        });
    }
}
