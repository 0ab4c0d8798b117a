using Amazon.Runtime;

namespace DynamoNamespace.Engine.Aws.CloudWatch;

/// <summary>
/// The one call of CloudWatch's metrics that is needed (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html).
/// It throws an <see cref="AmazonServiceException"/> where CloudWatch refuses.
/// </summary>
internal interface ICloudWatch
{
    /// <summary>A metric's values of a time, summed up; 0 where there are none.</summary>
    Task<double> SumAsync(MetricQuery query, CancellationToken cancellationToken);
}

/// <summary>Which metric, and of which time.</summary>
/// <param name="Namespace">Such as <c>AWS/DynamoDB</c>.</param>
/// <param name="Name">Such as <c>ConsumedReadCapacityUnits</c>.</param>
/// <param name="Dimensions">Names and values that say what it is measured on.</param>
/// <param name="From">Its begin.</param>
/// <param name="To">Its end.</param>
internal sealed record MetricQuery(string Namespace, string Name, IReadOnlyList<KeyValuePair<string, string>> Dimensions, DateTimeOffset From, DateTimeOffset To);
