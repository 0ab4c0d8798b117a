using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>
/// Whether there is a backup of just before the migration. Those that AWS Backup made are not listed here
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html).
/// </summary>
internal sealed class RecentBackupCheck(PrerequisiteContext context)
    : AwsCheck(context.Subject, "RecentBackup", $"an AVAILABLE backup of the last {Describe(context.Options.MaxBackupAge)}", "dynamodb:ListBackups")
{
    private const string NotLooked = "Backups that AWS Backup made were not looked for.";

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var backups = await ListAsync(cancellationToken);
        var newest = backups.Where(backup => backup.BackupStatus == BackupStatus.AVAILABLE).MaxBy(backup => backup.BackupCreationDateTime);
        if (newest is not null)
            return Pass($"'{newest.BackupName}' of {ServiceTime.Text(ServiceTime.Of(newest.BackupCreationDateTime)!.Value)}", newest.BackupArn);
        var actual = backups.Exists(backup => backup.BackupStatus == BackupStatus.CREATING) ? "one that is still CREATING" : "none";
        var remedy = $"Make one with 'New-DdbMigrationBackup {context.Table.Name}' (ddbns backup create --table-name {context.Table.Name}).";
        return await IsRestorableAsync(cancellationToken) switch
        {
            true => Warn(actual, remedy, $"Point-in-time recovery is on, so the table can be restored without one, for up to 35 days. {NotLooked}"),
            false => Fail(actual, remedy, $"Point-in-time recovery is off too, so there is no way back but Undo-DdbMigration. {NotLooked}"),
            null => Warn(actual, remedy, $"Whether point-in-time recovery is on is not known. {NotLooked}"),
        };
    }

    private async Task<List<BackupSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var oldest = context.Time.GetUtcNow() - context.Options.MaxBackupAge;
        var found = new List<BackupSummary>();
        var request = new ListBackupsRequest { TableName = context.Table.Name, BackupType = BackupTypeFilter.USER, TimeRangeLowerBound = oldest.UtcDateTime };
        do
        {
            var page = await context.Services.DynamoDb.ListBackupsAsync(request, cancellationToken);
            found.AddRange((page.BackupSummaries ?? []).Where(backup => IsOfThisTable(backup) && ServiceTime.Of(backup.BackupCreationDateTime) >= oldest));
            request.ExclusiveStartBackupArn = page.LastEvaluatedBackupArn;
        }
        while (!string.IsNullOrEmpty(request.ExclusiveStartBackupArn));
        return found;
    }

    /// <summary>Not of one that had its name before.</summary>
    private bool IsOfThisTable(BackupSummary backup) =>
        string.IsNullOrEmpty(backup.TableId) || context.Table.Id.Length == 0 || backup.TableId == context.Table.Id;

    private async Task<bool?> IsRestorableAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await context.RecoveryAsync(cancellationToken)).IsEnabled;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && AwsErrors.IsOfCall(error))
        {
            // The check of point-in-time recovery tells why.
            return null;
        }
    }

    private static string Describe(TimeSpan age) => age.TotalHours >= 1 ? FormattableString.Invariant($"{age.TotalHours:#,0.#} hours") : FormattableString.Invariant($"{age.TotalMinutes:0.#} minutes");
}
