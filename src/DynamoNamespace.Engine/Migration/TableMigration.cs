using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>Copies items to another table, put-if-absent, so that what its own writers wrote stands.</summary>
public static class TableMigration
{
    private const int RegionPart = 3;
    private const int AccountPart = 4;

    /// <summary>
    /// Copies every item that the mapping matches to the target table, if nothing stands there under its key; goes on into the catch-up and the delete as
    /// <see cref="KeyMigration.CopyAsync"/> does.
    /// </summary>
    /// <param name="options">What to copy, with <see cref="MigrationOptions.TargetTableName"/>.</param>
    /// <param name="observer">Hears progress, warnings and details.</param>
    /// <param name="cancellationToken">Stops the run; what it has written stays.</param>
    /// <exception cref="DdbException">The run cannot begin, such as with a target that is the source, or that holds items already; nothing was changed.</exception>
    public static Task<MigrationRun<DdbMigrationResult>> CopyAsync(MigrationOptions options, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (options.NamesOwnTable)
            throw TargetIsSource(options.TableName);
        if (options.TargetTableName is null)
        {
            throw new DdbException("NoTargetTable", DdbErrorKind.InvalidArgument, options.TableName,
                $"No target table is named for the items of table '{options.TableName}'. Give -TargetTableName (--target-table-name) or a plan that names one; for new keys in the same table there is Invoke-DdbKeyMigration (ddbns migrate). Nothing was changed.");
        }

        return KeyMigration.CopyCheckedAsync(options, RequireTargetAsync, observer, cancellationToken);
    }

    private static async Task RequireTargetAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        if (session.IsOneTable)
            throw TargetIsSource(session.Table.Name);
        RequireNoReplica(session);
        await RequireEmptyAsync(session, cancellationToken);
    }

    internal static DdbException TargetIsSource(string tableName) => new("TargetIsSource", DdbErrorKind.InvalidArgument, tableName,
        $"The target table '{tableName}' is the source table itself. Name another one, and where it has the same name its Region, profile or endpoint; for new keys in the same table there is Invoke-DdbKeyMigration (ddbns migrate). Nothing was changed.");

    /// <summary>A replica holds the same items: what is deleted in one goes from both.</summary>
    private static void RequireNoReplica(MigrationSession session)
    {
        var (source, target) = (session.Table, session.Target.Table);
        if (!string.Equals(source.Name, target.Name, StringComparison.Ordinal) || Part(source.Arn, AccountPart) != Part(target.Arn, AccountPart))
            return;
        if (source.ReplicaRegions.Contains(Part(target.Arn, RegionPart), StringComparer.Ordinal))
        {
            throw new DdbException("TargetIsReplica", DdbErrorKind.InvalidArgument, target.Name,
                $"The table '{target.Name}' in {Part(target.Arn, RegionPart)} is a replica of the source table: DynamoDB keeps both the same, and a delete of old items would delete their copies. Name another target; nothing was changed.");
        }
    }

    private static string Part(string arn, int index) => arn.Split(':') is { Length: > AccountPart } parts ? parts[index] : "";

    /// <summary>What a run of the same plan had copied before is expected there, and so is what stands beside a namespace of a shared table.</summary>
    private static async Task RequireEmptyAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        if (session.Options.AllowNonEmptyTarget || session.Namespace is not null || HasBegunBefore(session))
            return;
        using var page = await session.Target.ScanAsync(0, 1, 1, startKey: null, cancellationToken);
        if (page.Items.Count > 0)
        {
            var target = session.Target.Table;
            throw new DdbException("TargetNotEmpty", DdbErrorKind.InvalidState, target.Name,
                $"The target table '{target.Name}' holds items already, such as {target.Key.Describe(page.Items[0])}, and no run of this plan put them there as far as '{session.Folder.Path}' knows. "
                + "Check the table's name. If its own writers are at work already, give -AllowNonEmptyTarget (--allow-non-empty-target): nothing that stands there is overwritten. Nothing was changed.");
        }
    }

    /// <summary>
    /// Whether a copy of this plan was at work before, as its own checkpoint tells, or a catch-up's or an undo's, which took something back. A verification,
    /// which may come before any copy, tells nothing.
    /// </summary>
    private static bool HasBegunBefore(MigrationSession session) =>
        IsOwn(session, RunOperation.Copy, static _ => true)
        || IsOwn(session, RunOperation.Sync, static found => found.CatchUp is { Written: > 0 })
        // What one that was killed had taken back since its checkpoint was saved, that does not tell.
        || IsOwn(session, RunOperation.Undo, static found => !found.IsFinished || (Tally.From(found.Counts) is var counts && counts[RunCount.Deleted] + counts[RunCount.Restored] > 0));

    private static bool IsOwn(MigrationSession session, RunOperation operation, Func<Checkpoint, bool> tells)
    {
        try
        {
            return CheckpointFile.Read(session.Folder.CheckpointPath(operation)) is { } found && found.Plan.DifferencesFrom(session.Plan).Count == 0 && tells(found);
        }
        catch (DdbException) when (session.Options.Restart)
        {
            // To start over is the way out of a checkpoint that cannot be read, and it was a run's.
            return true;
        }
    }
}
