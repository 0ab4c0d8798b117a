using Amazon.Runtime;

namespace DynamoNamespace.Engine.Aws.CloudWatchLogs;

/// <summary>The call of CloudWatch Logs that a check of the aggregator needs.</summary>
internal interface ICloudWatchLogs
{
    /// <summary>
    /// The events of a log group since a time that a pattern matches, oldest first; null where there is no such group
    /// (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html).
    /// </summary>
    /// <param name="logGroup">The group's name.</param>
    /// <param name="pattern">A filter pattern.</param>
    /// <param name="since">The earliest time.</param>
    /// <param name="limit">How many are enough.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <exception cref="AmazonServiceException">CloudWatch Logs refuses.</exception>
    Task<IReadOnlyList<LogEvent>?> FilterEventsAsync(string logGroup, string pattern, DateTimeOffset since, int limit, CancellationToken cancellationToken);
}

/// <summary>One line of a log.</summary>
internal sealed record LogEvent(DateTimeOffset At, string Message);
