using System.Globalization;

namespace DynamoNamespace.Engine.Aws;

/// <summary>
/// The service's time, by the <c>Date</c> of its responses: the records of a stream bear it, and this machine's clock may be wrong, which the SDK makes up for
/// in signatures only. An engine that sends no dates is taken to have this machine's time.
/// </summary>
internal sealed class ServiceClock(TimeProvider time) : TimeProvider
{
    /// <summary>Dates have whole seconds.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private long offset;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    /// <summary>This machine's time.</summary>
    public DateTimeOffset Local => time.GetUtcNow();

    /// <summary>
    /// Takes the date of a response. The service wrote it after the request was sent and before the response came, which may be long: the difference that is
    /// known is changed no further than it must be, so that a response that was held up changes nothing.
    /// </summary>
    /// <param name="date">The header, such as <c>Tue, 01 Dec 2026 12:00:00 GMT</c>; null where there is none.</param>
    /// <param name="sent">When the request was sent, by <see cref="Local"/>.</param>
    public void Observe(string? date, DateTimeOffset sent)
    {
        if (date is null || !DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told))
            return;
        var (least, most) = (told - Local, told + Second - sent);
        if (least <= most)
            Interlocked.Exchange(ref offset, Math.Clamp(Interlocked.Read(ref offset), least.Ticks, most.Ticks));
    }
}
