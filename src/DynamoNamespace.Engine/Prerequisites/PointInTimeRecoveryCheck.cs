using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Whether the table can be restored to the moment before the migration.</summary>
internal sealed class PointInTimeRecoveryCheck(PrerequisiteContext context)
    : AwsCheck(context.Subject, "PointInTimeRecovery", "ENABLED, and a time to restore to", "dynamodb:DescribeContinuousBackups")
{
    /// <summary>The latest time to restore to is about this long ago
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html).</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var recovery = await context.RecoveryAsync(cancellationToken);
        if (!recovery.IsEnabled)
            return Fail(recovery.Status, $"Turn it on with 'Enable-DdbPointInTimeRecovery {context.Table.Name}' (ddbns pitr enable --table-name {context.Table.Name}).");
        if (recovery.EarliestRestorableTime is not { } earliest || context.Time.GetUtcNow() - earliest < Delay)
        {
            return Warn(recovery.EarliestRestorableTime is { } since ? $"ENABLED since {ServiceTime.Text(since)}" : "ENABLED, no time to restore to yet",
                "Wait five minutes, then check again.", "A table can be restored to any time but the last five minutes or so, and not to a time before it was turned on.");
        }

        return Pass($"ENABLED, restorable since {ServiceTime.Text(earliest)}", recovery.LatestRestorableTime is { } latest ? $"The latest time to restore to is {ServiceTime.Text(latest)}." : null);
    }
}
