using Amazon.Runtime;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>
/// Resolves conflicts of one plan: makes one side of each what the other one tells, by a write on the condition that the item is still as it was read.
/// </summary>
public static class ConflictResolution
{
    /// <summary>Resolves these conflicts, or with <see cref="MigrationOptions.DryRun"/> tells what it would do.</summary>
    /// <param name="options">The plan that they are of.</param>
    /// <param name="conflicts">The conflicts, as they were listed.</param>
    /// <param name="use">Which of the two items is right.</param>
    /// <param name="audience">Is asked before each write, and hears how each conflict ended.</param>
    /// <param name="observer">Hears what else there is to say.</param>
    /// <param name="cancellationToken">Stops between two conflicts.</param>
    /// <exception cref="DdbException">None can be resolved, such as where the plan is another one than the conflicts'; nothing was changed.</exception>
    public static Task<int> RunAsync(
        MigrationOptions options, IReadOnlyList<DdbMigrationConflict> conflicts, DdbConflictSide use, IResolutionAudience audience, IRunObserver observer, CancellationToken cancellationToken) =>
        RunAsync(options, _ => conflicts, use, audience, observer, cancellationToken);

    /// <summary>Resolves every open conflict of a plan, or with <see cref="MigrationOptions.DryRun"/> tells what it would do.</summary>
    /// <returns>How many could not be resolved.</returns>
    public static Task<int> RunAllAsync(
        MigrationOptions options, DdbConflictSide use, IResolutionAudience audience, IRunObserver observer, CancellationToken cancellationToken) =>
        RunAsync(options, OpenConflicts.Read, use, audience, observer, cancellationToken);

    private static Task<int> RunAsync(
        MigrationOptions options, Func<IReadOnlyList<KnownRun>, IEnumerable<DdbMigrationConflict>> find, DdbConflictSide use,
        IResolutionAudience audience, IRunObserver observer, CancellationToken cancellationToken) =>
        MigrationSession.RunAsync(options, observer, TimeProvider.System, async session =>
        {
            CheckpointOwner.Require(session.Folder, session.Plan, restart: false);
            var runs = KnownRun.Read(session.Folder.Path, static error => throw error).ToList();
            if (runs.Count == 0)
                throw ConflictList.NoRun(session.Table.Name, session.Namespace?.Name, session.Folder.Path);
            // What is resolved meanwhile is not to change what is gone through.
            return await ResolveAsync(session, [.. find(runs)], use, audience, cancellationToken);
        }, cancellationToken);

    private static async Task<int> ResolveAsync(
        MigrationSession session, IReadOnlyList<DdbMigrationConflict> conflicts, DdbConflictSide use, IResolutionAudience audience, CancellationToken cancellationToken)
    {
        using var log = session.Options.DryRun ? null : new ResolutionLog(session.Folder);
        using var deletions = new JournalIndex(session.Folder.DeletionsPath);
        var judge = new ConflictJudge(session, use, deletions);
        var failed = 0;
        foreach (var conflict in conflicts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (await ResolveAsync(session, judge, conflict, use, audience, cancellationToken) is not { } resolution)
                    continue;
                log?.Add(new RecordedResolution(conflict.SourceKeyJson, conflict.TargetKeyJson, use, resolution.Used, session.Time.GetUtcNow()));
                await audience.OnResolvedAsync(resolution);
            }
            catch (DdbException error) when (error.ErrorId != CheckpointFile.NotWritableId)
            {
                failed++;
                await audience.OnFailedAsync(error);
            }
        }

        return failed;
    }

    /// <returns>Null where it may not be done.</returns>
    private static async Task<DdbConflictResolution?> ResolveAsync(
        MigrationSession session, ConflictJudge judge, DdbMigrationConflict conflict, DdbConflictSide use, IResolutionAudience audience, CancellationToken cancellationToken)
    {
        RequireResolvable(conflict);
        using var pair = await ConflictPair.ReadAsync(session, conflict, cancellationToken);
        var (source, target) = (session.Table.Key.Describe(pair.SourceKey), session.Target.Table.Key.Describe(pair.TargetKey));
        var step = judge.Judge(conflict with { SourceKey = source, TargetKey = target }, pair);
        if (step.Used is null)
            return new DdbConflictResolution(session.Table.Name, source, target, use, null, DdbResolutionOutcome.NoLongerAConflict, step.Description);
        var where = session.IsOneTable ? $"Table '{session.Table.Name}'" : $"Table '{session.Table.Name}' and its target table '{session.Target.Table.Name}'";
        var mayGo = await audience.MayAsync($"{where}: {step.Description}");
        if (!mayGo && !session.Options.DryRun)
            return null;
        if (!session.Options.DryRun)
            await CarryOutAsync(session, step, source, target, cancellationToken);
        var outcome = session.Options.DryRun ? DdbResolutionOutcome.Planned : DdbResolutionOutcome.Resolved;
        return new DdbConflictResolution(session.Table.Name, source, target, use, step.Used, outcome, step.Description);
    }

    private static async Task CarryOutAsync(MigrationSession session, ResolutionStep step, string source, string target, CancellationToken cancellationToken)
    {
        try
        {
            if (await step.CarryOutAsync(new CopyWriter(step.Used == DdbConflictSide.Source ? session.Target : session.Calls), cancellationToken))
                return;
        }
        catch (AmazonServiceException error) when (CopyWriter.IsRefusal(error))
        {
            throw new DdbException("ConflictRefused", DdbErrorKind.InvalidState, source,
                $"DynamoDB refused to {step.Description}: {error.Message.TrimEnd('.')}. Nothing was changed. Mend the item with a DynamoDB client, then run the migration again.", error);
        }

        throw new DdbException("ConflictChanged", DdbErrorKind.InvalidState, source,
            $"A client changed the item at {(step.Used == DdbConflictSide.Source ? target : source)} while the conflict between {source} and {target} was being resolved. The change stands, and nothing was overwritten. Run the same command again.");
    }

    private static void RequireResolvable(DdbMigrationConflict conflict)
    {
        var advice = conflict.Reason switch
        {
            DdbItemReason.Failed => "It could not be mapped or written, so there are no two sides to choose from. Mend the item or the mapping, then run the migration again.",
            DdbItemReason.Changed => "An undo left its copy because a new client changed or made it. Run Undo-DdbMigration with -IncludeChanged (ddbns undo --include-changed) to take it back too, or leave it.",
            _ => null,
        };
        if (advice is not null)
        {
            throw new DdbException("ConflictNotResolvable", DdbErrorKind.InvalidState, conflict.SourceKey.Length > 0 ? conflict.SourceKey : conflict.TargetKey,
                $"There is no conflict to resolve at {(conflict.SourceKey.Length > 0 ? conflict.SourceKey : conflict.TargetKey)}. {advice} Nothing was changed. The record says: {conflict.Detail}");
        }
    }
}
