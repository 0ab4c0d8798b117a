using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Aws.CloudWatch;
using DynamoNamespace.Engine.Aws.Services;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Whether an index is still read, by the read units that CloudWatch counted on it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html#ConsumedReadCapacityUnits).
/// </summary>
internal sealed class IndexReaders(AwsServices services, IndexMigrationOptions options, IIndexAudience audience)
{
    /// <summary>Refuses an index that was read lately. What cannot be asked is warned of, with the way to look it up.</summary>
    /// <exception cref="DdbException">It was read.</exception>
    public async Task RequireNoneAsync(IndexTable table, CancellationToken cancellationToken)
    {
        var minutes = options.ReaderWindow.TotalMinutes;
        double units;
        try
        {
            units = await CountAsync(table, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.Translate(error, CallSubject.Table(table.Name), "CloudWatch") is DdbException known)
        {
            audience.OnWarning(FormattableString.Invariant(
                $"Whether index '{options.IndexName}' of table '{table.Name}' is still read is not known: {known.Message} Look at it before you go on: aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ConsumedReadCapacityUnits --dimensions Name=TableName,Value={table.Name} Name=GlobalSecondaryIndexName,Value={options.IndexName} --statistics Sum --period 60 --start-time … --end-time …"));
            return;
        }

        if (units == 0)
        {
            audience.OnVerbose(FormattableString.Invariant($"CloudWatch counts no reads of index '{options.IndexName}' in the last {minutes:0.#} minutes."));
            return;
        }

        throw new DdbException("IndexStillRead", DdbErrorKind.InvalidState, options.IndexName, FormattableString.Invariant(
            $"Index '{options.IndexName}' of table '{table.Name}' was read in the last {minutes:0.#} minutes: CloudWatch counts {units:#,0.#} read units. Move its readers to '{options.ShadowIndexName}' and wait as long, or go on with -Force (--force); Test-DdbIndexMigration (ddbns index verify) reads it too. The index was not removed."));
    }

    private Task<double> CountAsync(IndexTable table, CancellationToken cancellationToken)
    {
        services.RequireBesideTable(ServiceDefinition.CloudWatch);
        var now = DateTimeOffset.UtcNow;
        return services.CloudWatch.SumAsync(
            new MetricQuery("AWS/DynamoDB", "ConsumedReadCapacityUnits", [new("TableName", table.Name), new("GlobalSecondaryIndexName", options.IndexName)], now - options.ReaderWindow, now),
            cancellationToken);
    }
}
