using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Turns a table's point-in-time recovery on
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html).</summary>
public static class PointInTimeRecovery
{
    private const int MaximumDays = 35;

    /// <summary>Turns it on, or changes how far back it reaches. A table that has it as it is wanted is left alone.</summary>
    /// <param name="connection">Where to connect.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="recoveryPeriodInDays">How many days back it is to reach, 1 to 35; null leaves it, or takes 35 where it was off.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    /// <exception cref="DdbException">There is no such table, or DynamoDB does not have it ready yet.</exception>
    public static Task<DdbPointInTimeRecovery> EnableAsync(ConnectionOptions connection, string tableName, int? recoveryPeriodInDays, CancellationToken cancellationToken)
    {
        TableReader.CheckName(tableName);
        if (recoveryPeriodInDays is < 1 or > MaximumDays)
        {
            throw new DdbException("InvalidRecoveryPeriod", DdbErrorKind.InvalidArgument, tableName,
                $"A recovery period of {recoveryPeriodInDays} days is not possible: it has 1 to {MaximumDays} days. Nothing was changed.");
        }

        return AwsCall.RunAsync(connection, tableName, client => EnableAsync(client, tableName, recoveryPeriodInDays, cancellationToken), cancellationToken);
    }

    internal static async Task<DdbPointInTimeRecovery> ReadAsync(DynamoDbClient client, string tableName, CancellationToken cancellationToken) =>
        Read(tableName, (await client.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = tableName }, cancellationToken)).ContinuousBackupsDescription);

    private static async Task<DdbPointInTimeRecovery> EnableAsync(DynamoDbClient client, string tableName, int? days, CancellationToken cancellationToken)
    {
        try
        {
            var now = await ReadAsync(client, tableName, cancellationToken);
            if (now.IsEnabled && (days is null || days == now.RecoveryPeriodInDays))
                return now;
            var specification = new PointInTimeRecoverySpecification { PointInTimeRecoveryEnabled = true };
            if (days is not null)
                specification.RecoveryPeriodInDays = days;
            var answer = await client.UpdateContinuousBackupsAsync(
                new UpdateContinuousBackupsRequest { TableName = tableName, PointInTimeRecoverySpecification = specification }, cancellationToken);
            return Read(tableName, answer.ContinuousBackupsDescription) with { IsChanged = true };
        }
        catch (ContinuousBackupsUnavailableException error)
        {
            throw new DdbException("ContinuousBackupsUnavailable", DdbErrorKind.InvalidState, tableName,
                $"DynamoDB is still getting backups ready for table '{tableName}', as it does for some minutes after a table was made or restored. Wait a minute and run the same command again; nothing was changed.", error);
        }
        catch (Exception error) when (AwsErrors.IsNotOffered(error))
        {
            throw new DdbException("NotOffered", DdbErrorKind.ServiceError, tableName,
                $"The endpoint of table '{tableName}' has no point-in-time recovery, as local engines have none. Run the command against AWS; nothing was changed.", error);
        }
    }

    private static DdbPointInTimeRecovery Read(string tableName, ContinuousBackupsDescription? description)
    {
        var recovery = description?.PointInTimeRecoveryDescription;
        return new DdbPointInTimeRecovery
        {
            TableName = tableName,
            Status = recovery?.PointInTimeRecoveryStatus?.Value ?? "DISABLED",
            EarliestRestorableTime = ServiceTime.Of(recovery?.EarliestRestorableDateTime),
            LatestRestorableTime = ServiceTime.Of(recovery?.LatestRestorableDateTime),
            RecoveryPeriodInDays = recovery?.RecoveryPeriodInDays,
        };
    }
}
