using System.Globalization;
using DynamoNamespace.Engine.Prerequisites;

namespace DynamoNamespace.Worker.Output;

/// <summary>What a table can be restored from, as a person reads it.</summary>
internal static class RecoveryText
{
    public static string Of(DdbPointInTimeRecovery recovery) =>
        $"Point-in-time recovery of table '{recovery.TableName}': {recovery.Status}{(recovery.IsChanged ? ", turned on or changed just now" : ", as it was")}"
        + $"{(recovery.EarliestRestorableTime is { } earliest ? $", restorable since {Time(earliest)}" : "")}{(recovery.RecoveryPeriodInDays is { } days ? FormattableString.Invariant($", {days} days back") : "")}.";

    public static string Of(DdbMigrationBackup backup) =>
        $"Backup '{backup.BackupName}' of table '{backup.TableName}': {backup.Status}{(backup.CreatedAt is { } created ? $", of {Time(created)}" : "")}"
        + $"{(backup.SizeBytes is { } size ? FormattableString.Invariant($", {size:N0} bytes") : "")}. {backup.BackupArn}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
