using System.Globalization;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State;

/// <summary>The durations that leases and late requests are judged by.</summary>
internal sealed record StateTimings
{
    /// <summary>Overrides <see cref="LateRequests"/> and <see cref="Recheck"/>, in seconds: for tests, which cannot wait for minutes.</summary>
    public const string LateRequestsVariable = "DDBNS_LATE_REQUEST_SECONDS";

    private const double LongestSeconds = 3600;

    /// <summary>How long a lease holds after its last renewal.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a lease is renewed.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an observer of a lease looks whether it was renewed.</summary>
    public TimeSpan Observation { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much earlier than its end the holder gives a lease up, since clocks run at different rates.</summary>
    public TimeSpan Margin => LeaseDuration / 10;

    /// <summary>
    /// How long a request may arrive after it was sent. AWS refuses a request more than five minutes after it was signed
    /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html); clocks may differ by a little more.
    /// </summary>
    public TimeSpan LateRequests { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>
    /// What the times of stream records, which have whole seconds, and of journal entries may differ by. Entries bear the service's time as far as its
    /// responses tell it.
    /// </summary>
    public TimeSpan ClockMargin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long items that were deleted are looked at again after a put whose answer was lost. Longer than <see cref="LateRequests"/>, because it costs only reads.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The durations for an endpoint: AWS checks how old a signature is, and a local engine answers at once.</summary>
    /// <exception cref="DdbException"><c>InvalidSetting</c>: the variable is not a number of seconds.</exception>
    public static StateTimings For(string endpoint)
    {
        var isLocal = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.IsLoopback;
        var timings = isLocal ? new StateTimings { LateRequests = TimeSpan.FromSeconds(10), ClockMargin = TimeSpan.FromSeconds(3) } : new StateTimings();
        if (Environment.GetEnvironmentVariable(LateRequestsVariable) is not { Length: > 0 } text)
            return timings;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds is not (>= 0 and <= LongestSeconds))
        {
            throw new DdbException("InvalidSetting", DdbErrorKind.InvalidArgument, LateRequestsVariable,
                $"{LateRequestsVariable} is '{text}', and must be a number of seconds from 0 to {LongestSeconds}. Correct or remove the variable; nothing was changed.");
        }

        return timings with { LateRequests = TimeSpan.FromSeconds(seconds), Recheck = TimeSpan.FromSeconds(seconds) };
    }
}
