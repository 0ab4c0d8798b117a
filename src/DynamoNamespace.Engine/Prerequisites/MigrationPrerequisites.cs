using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>Checks before a migration whether the table, its surroundings and the caller are ready for it. Nothing is written, and no item is looked for but by a few keys.</summary>
public static class MigrationPrerequisites
{
    /// <summary>Runs all checks; one that could not be made does not keep the others from being made.</summary>
    /// <param name="options">What to check, and what the migration is planned to take.</param>
    /// <param name="observer">Hears which check is being made.</param>
    /// <param name="cancellationToken">Stops waiting for answers.</param>
    /// <exception cref="DdbException">There is no such table or stack, or the table cannot be described at all.</exception>
    public static Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(PrerequisiteOptions options, IRunObserver observer, CancellationToken cancellationToken) =>
        RunAsync(options, observer, TimeProvider.System, cancellationToken);

    internal static Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(
        PrerequisiteOptions options, IRunObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        CheckOptions(options);
        return AwsCall.RunAsync(options.Connection, CallSubject.Table(options.TableName),
            async (services, _) => await RunAsync(await PrerequisiteContext.OpenAsync(options, services, time, cancellationToken), observer, cancellationToken), cancellationToken);
    }

    private static void CheckOptions(PrerequisiteOptions options)
    {
        TableReader.CheckName(options.TableName);
        NamespaceNames.CheckName(options.Namespace);
        if (options.MaxBackupAge <= TimeSpan.Zero)
            throw Invalid(options, FormattableString.Invariant($"A backup's greatest age of {options.MaxBackupAge:c} is none: it must be above 0"));
        foreach (var units in new[] { options.MaxReadUnits, options.MaxWriteUnits })
        {
            if (units is not null && !(units > 0 && double.IsFinite(units.Value)))
                throw Invalid(options, FormattableString.Invariant($"A planned rate of {units} units a second is none: it must be above 0"));
        }
    }

    private static DdbException Invalid(PrerequisiteOptions options, string message) =>
        new("InvalidPrerequisite", DdbErrorKind.InvalidArgument, options.TableName, message + ". Nothing was looked at.");

    private static async Task<IReadOnlyList<DdbMigrationCheck>> RunAsync(PrerequisiteContext context, IRunObserver observer, CancellationToken cancellationToken)
    {
        var findings = new List<CheckFinding>();
        foreach (var check in All(context))
        {
            var finding = await check.RunAsync(cancellationToken);
            observer.OnVerbose($"{finding.Name}: {finding.Status}, {finding.Actual}.");
            findings.Add(finding);
        }

        return [.. findings.Select(finding => finding.Of(context.Table.Name, context.Options.Namespace, context.Namespace?.NamespaceId))];
    }

    private static AwsCheck[] All(PrerequisiteContext context) =>
    [
        new TableActiveCheck(context),
        new PointInTimeRecoveryCheck(context),
        new RecentBackupCheck(context),
        new DeletionProtectionCheck(context),
        new NamespaceIndexCheck(context),
        new StreamViewCheck(context),
        new TimeToLiveCheck(context),
        new GlobalTableCheck(context),
        new NamespaceRegisteredCheck(context),
        new CapacityCheck(context),
        new AggregatorVersionCheck(context),
        new CallerRightsCheck(context),
    ];
}
