using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Stacks;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>
/// Whether the aggregator can bear the keys that are in the table: from zae-limiter 0.10 on it fails on unprefixed ones, so its code must not be
/// updated before the items are migrated.
/// </summary>
internal sealed class AggregatorVersionCheck(PrerequisiteContext context)
    : AwsCheck(context.Subject, "AggregatorVersion", "older than 0.10 while old items are in the table",
        "dynamodb:GetItem", "cloudformation:DescribeStacks", "cloudformation:ListStackResources", "lambda:GetFunctionConfiguration")
{
    private static readonly (int, int) FirstFailing = (0, 10);

    protected override async Task<CheckFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var records = NamespaceRegistry.FitsIn(context.Table)
            ? await VersionRecord.ReadAsync(context.Services.DynamoDb, context.Table.Name, cancellationToken)
            : [];
        var newest = records.Where(record => record.Version is not null).MaxBy(record => record.Version);
        var (function, problem) = await FindFunctionAsync(cancellationToken);
        if (function is { IsGuessed: false, Configuration: null })
            return Pass("there is no aggregator", $"Looked at {function.Source}.");
        if (newest is null)
            return JudgeUnknown(function, problem);
        return newest.Version!.Value.CompareTo(FirstFailing) >= 0
            ? JudgeFailing(newest, await BareKeys.FindOneAsync(context.Services.DynamoDb, context.Table.Name, cancellationToken))
            : JudgeOld(newest, function, problem);
    }

    private CheckFinding JudgeUnknown(AggregatorFunction? function, string? problem) => function switch
    {
        { Configuration: null } => Pass($"there is no function '{function.Name}'", $"Its name was guessed from {function.Source}, and the table has no version record that tells of one. Name the stack to be certain."),
        null => Warn("not known", "Find out which version of zae-limiter the aggregator has, and do not update it before the migration is done.", $"The table has no record of its version. {problem}"),
        _ => Warn($"'{function.Name}' of an unknown version", "Find out which version of zae-limiter it has, and do not update it before the migration is done.",
            $"Lambda tells no version, and the table has no record of it (PK={VersionRecord.BarePartition}, SK=#VERSION)."),
    };

    private CheckFinding JudgeFailing(VersionRecord record, string? bareKey) => bareKey is null
        ? Pass($"{record.LambdaVersion}, and no unprefixed key was seen", $"The version is that of the record at PK={record.PartitionKey}. Looked for unprefixed keys under PK={VersionRecord.BarePartition} and on one page of the table; Test-DdbMigration looks at all.")
        : Fail($"{record.LambdaVersion}, and the table has unprefixed keys", "Put the aggregator's old code back until the old items are deleted, or migrate and delete them at once: it fails on each of them that its stream brings.",
            $"The version is that of the record at PK={record.PartitionKey}. An unprefixed key is {bareKey}.");

    private CheckFinding JudgeOld(VersionRecord record, AggregatorFunction? function, string? problem)
    {
        var source = $"The version is that of the record at PK={record.PartitionKey}.";
        if (function is null)
            return Warn($"{record.LambdaVersion} by the table's record", "See that the function's code was not updated since; do not update it before the migration is done.", $"{source} {problem}");
        if (function.Configuration is null)
            return Pass($"{record.LambdaVersion} by the table's record", $"{source} There is no function '{function.Name}', a name guessed from {function.Source}.");
        if (function.Configuration.LastModified is not { } changed || record.UpdatedAt is not { } recorded || changed > recorded)
        {
            return Warn($"{record.LambdaVersion} by the table's record, and '{function.Name}' may have been updated since", "See which code it has, and do not update it before the migration is done.",
                $"{source} The record is of {Time(record.UpdatedAt)}, and the function was last changed at {Time(function.Configuration.LastModified)}.");
        }

        return Pass($"{record.LambdaVersion}", $"{source} '{function.Name}' was last changed at {Time(changed)}, before it. Do not update it before the migration is done.");
    }

    /// <summary>What the table's own record tells counts even where nobody may look at the function.</summary>
    private async Task<(AggregatorFunction? Function, string? Problem)> FindFunctionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await AggregatorFunction.FindAsync(context.Services, context.Table.Name, context.RequireStack(), cancellationToken), null);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && (error is DdbException || AwsErrors.IsOfCall(error)))
        {
            return (null, AwsErrors.IsNotOffered(error)
                ? "The function could not be looked at: the endpoint has no functions."
                : $"The function could not be looked at: {AwsErrors.Translate(error, context.Subject, "AWS").Message}");
        }
    }

    private static string Time(DateTimeOffset? time) => time is { } told ? ServiceTime.Text(told) : "an unknown time";
}
