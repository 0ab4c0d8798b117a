using System.Globalization;
using System.Xml.Linq;
using DynamoNamespace.Tests.Support.ControlPlane.Http;

namespace DynamoNamespace.Tests.Support.ControlPlane.Monitoring;

/// <summary>
/// CloudWatch's metrics, as far as they tell of reads of an index.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
/// </summary>
internal static class MonitoringService
{
    public static QueryService Create(object gate, ReadMeter reads) => new(gate, new Dictionary<string, QueryAction>(StringComparer.Ordinal)
    {
        // No call of AWS's: for tests whose control plane is another process.
        ["ForgetReads"] = _ =>
        {
            reads.Forget();
            return null;
        },
        ["GetMetricStatistics"] = request => Statistics(request.Parameters, reads),
    });

    private static IEnumerable<XElement?> Statistics(QueryParameters parameters, ReadMeter reads)
    {
        if (parameters.Required("Namespace") != "AWS/DynamoDB" || parameters.Required("MetricName") != "ConsumedReadCapacityUnits")
            return [new XElement("Datapoints")];
        var dimensions = (parameters.Structures("Dimensions") ?? []).ToDictionary(one => one.Required("Name"), one => one.Required("Value"), StringComparer.Ordinal);
        var (from, to) = (Time(parameters, "StartTime"), Time(parameters, "EndTime"));
        var period = parameters.Number("Period") ?? throw AwsException.Validation("The parameter Period is required.");
        if (period % 60 != 0 || to <= from)
            throw new AwsException("InvalidParameterCombination", "The parameter StartTime must be less than the parameter EndTime, and Period a multiple of 60.");
        var samples = reads.Of(dimensions.GetValueOrDefault("TableName", ""), dimensions.GetValueOrDefault("GlobalSecondaryIndexName", ""), from, to);
        return
        [
            QueryXml.Text("Label", "ConsumedReadCapacityUnits"),
            QueryXml.List("Datapoints", samples.GroupBy(sample => sample.At.ToUnixTimeSeconds() / period), group => new[]
            {
                QueryXml.Time("Timestamp", DateTimeOffset.FromUnixTimeSeconds(group.Key * period)),
                QueryXml.Text("Sum", group.Sum(sample => sample.Units).ToString(CultureInfo.InvariantCulture)),
                QueryXml.Text("Unit", "Count"),
            }),
        ];
    }

    private static DateTimeOffset Time(QueryParameters parameters, string name) =>
        DateTimeOffset.TryParseExact(parameters.Required(name), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new AwsException("InvalidParameterValue", $"The parameter {name} must be a time of ISO 8601.");
}
