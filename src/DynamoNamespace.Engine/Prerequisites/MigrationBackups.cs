using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Makes on-demand backups
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html).</summary>
public static class MigrationBackups
{
    private const int MaximumNameLength = 255;
    private const string NameInfix = "-before-migration-";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>Makes a backup.</summary>
    /// <param name="connection">Where to connect.</param>
    /// <param name="tableName">The table.</param>
    /// <param name="backupName">Its name, 3 to 255 letters, digits, <c>_</c>, <c>-</c> or <c>.</c>; null for one of the table's name and the time.</param>
    /// <param name="wait">Whether to wait until it is AVAILABLE.</param>
    /// <param name="onStatus">Hears how it stands, each time it is looked at.</param>
    /// <param name="cancellationToken">Stops the waiting; a backup that was begun goes on.</param>
    /// <exception cref="DdbException">There is no such table, or no backup can be made of it now.</exception>
    public static Task<DdbMigrationBackup> CreateAsync(
        ConnectionOptions connection, string tableName, string? backupName, bool wait, Action<DdbMigrationBackup>? onStatus, CancellationToken cancellationToken) =>
        CreateAsync(connection, tableName, backupName, wait, onStatus, PollInterval, cancellationToken);

    internal static Task<DdbMigrationBackup> CreateAsync(
        ConnectionOptions connection, string tableName, string? backupName, bool wait, Action<DdbMigrationBackup>? onStatus, TimeSpan pollInterval, CancellationToken cancellationToken)
    {
        TableReader.CheckName(tableName);
        var name = backupName ?? NameFor(tableName, DateTimeOffset.UtcNow);
        CheckName(name);
        return AwsCall.RunAsync(connection, CallSubject.Table(tableName), async (services, subject) =>
        {
            var client = services.DynamoDb;
            var backup = await RequestAsync(client, tableName, name, cancellationToken);
            subject.Done = () => $"The backup '{name}' was begun, and DynamoDB goes on with it.";
            onStatus?.Invoke(backup);
            while (wait && backup.Status != "AVAILABLE")
            {
                await Task.Delay(pollInterval, cancellationToken);
                backup = await ReadAsync(client, backup, cancellationToken);
                onStatus?.Invoke(backup);
            }

            return backup;
        }, cancellationToken);
    }

    internal static string NameFor(string tableName, DateTimeOffset now)
    {
        var ending = NameInfix + now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return tableName[..Math.Min(tableName.Length, MaximumNameLength - ending.Length)] + ending;
    }

    private static void CheckName(string name)
    {
        var legal = name.Length is >= 3 and <= MaximumNameLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        if (!legal)
        {
            throw new DdbException("InvalidBackupName", DdbErrorKind.InvalidArgument, name,
                $"'{name}' is no name for a backup: 3 to {MaximumNameLength} letters, digits, '_', '-' or '.'. No backup was made.");
        }
    }

    private static async Task<DdbMigrationBackup> RequestAsync(DynamoDbClient client, string tableName, string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.CreateBackupAsync(new CreateBackupRequest { TableName = tableName, BackupName = name }, cancellationToken);
            return Read(tableName, answer.BackupDetails);
        }
        catch (Exception error) when (error is ContinuousBackupsUnavailableException or BackupInUseException or TableInUseException)
        {
            throw new DdbException("TableBusy", DdbErrorKind.InvalidState, tableName,
                $"No backup of table '{tableName}' can be made just now: {error.Message.TrimEnd('.')}. Wait a minute and run the same command again; no backup was made.", error);
        }
        catch (Exception error) when (AwsErrors.IsNotOffered(error))
        {
            throw new DdbException("NotOffered", DdbErrorKind.ServiceError, tableName,
                $"The endpoint of table '{tableName}' makes no backups, as local engines make none. Run the command against AWS; nothing was changed.", error);
        }
    }

    private static async Task<DdbMigrationBackup> ReadAsync(DynamoDbClient client, DdbMigrationBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.DescribeBackupAsync(new DescribeBackupRequest { BackupArn = backup.BackupArn }, cancellationToken);
            var now = Read(backup.TableName, answer.BackupDescription.BackupDetails);
            return now.Status != "DELETED" ? now : throw Gone(backup, null);
        }
        catch (BackupNotFoundException error)
        {
            throw Gone(backup, error);
        }
    }

    private static DdbException Gone(DdbMigrationBackup backup, Exception? error) => new("BackupDeleted", DdbErrorKind.InvalidState, backup.BackupArn,
        $"The backup '{backup.BackupName}' of table '{backup.TableName}' was deleted before it was AVAILABLE. Find out who deletes backups, then run the same command again.", error);

    private static DdbMigrationBackup Read(string tableName, BackupDetails details) => new()
    {
        TableName = tableName,
        BackupName = details.BackupName,
        BackupArn = details.BackupArn,
        Status = details.BackupStatus?.Value ?? "CREATING",
        CreatedAt = ServiceTime.Of(details.BackupCreationDateTime),
        SizeBytes = details.BackupSizeBytes,
    };
}
