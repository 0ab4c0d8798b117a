namespace DynamoNamespace.Engine.Aws.Services;

/// <summary>
/// An AWS service: how its settings, its addresses and its signatures name it, as the service's
/// published model says (https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html).
/// </summary>
/// <param name="Id">The service ID, such as <c>CloudWatch Logs</c>.</param>
/// <param name="Prefix">The first part of its addresses, and its name in signatures.</param>
/// <param name="ApiVersion">The version of its API.</param>
/// <param name="IsGlobal">Whether a partition has one address for all its Regions.</param>
internal sealed record ServiceDefinition(string Id, string Prefix, string ApiVersion, bool IsGlobal = false)
{
    public static ServiceDefinition CloudFormation { get; } = new("CloudFormation", "cloudformation", "2010-05-15");

    public static ServiceDefinition Iam { get; } = new("IAM", "iam", "2010-05-08", IsGlobal: true);

    public static ServiceDefinition CloudWatch { get; } = new("CloudWatch", "monitoring", "2010-08-01");

    public static ServiceDefinition CloudWatchLogs { get; } = new("CloudWatch Logs", "logs", "2014-03-28");

    public static ServiceDefinition Lambda { get; } = new("Lambda", "lambda", "2015-03-31");

    public static ServiceDefinition SecurityToken { get; } = new("STS", "sts", "2011-06-15");

    public static ServiceDefinition S3 { get; } = new("S3", "s3", "2006-03-01");
}
