using System.Globalization;
using DynamoNamespace.Engine.Aws.Services;

namespace DynamoNamespace.Engine.Aws.CloudWatch;

/// <summary>CloudWatch's metrics over its query protocol.</summary>
internal sealed class CloudWatchClient(ServiceClient client) : ICloudWatch
{
    private const int PeriodSeconds = 60;

    public async Task<double> SumAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        var result = await client.QueryAsync("GetMetricStatistics", Parameters(query), cancellationToken);
        return result.Members("Datapoints").Sum(point => double.Parse(point.Text("Sum") ?? "0", CultureInfo.InvariantCulture));
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(MetricQuery query)
    {
        yield return new("Namespace", query.Namespace);
        yield return new("MetricName", query.Name);
        for (var at = 0; at < query.Dimensions.Count; at++)
        {
            var member = string.Create(CultureInfo.InvariantCulture, $"Dimensions.member.{at + 1}");
            yield return new(member + ".Name", query.Dimensions[at].Key);
            yield return new(member + ".Value", query.Dimensions[at].Value);
        }

        yield return new("StartTime", Text(query.From));
        yield return new("EndTime", Text(query.To));
        yield return new("Period", PeriodSeconds.ToString(CultureInfo.InvariantCulture));
        yield return new("Statistics.member.1", "Sum");
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
