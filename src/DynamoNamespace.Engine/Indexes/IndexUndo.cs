using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Removes the shadow, and never the old index.</summary>
internal sealed class IndexUndo(AwsServices services, IndexMigrationOptions options, IIndexAudience audience) : IndexOperation(services, options, audience)
{
    public override async Task<DdbIndexMigration> RunAsync(CancellationToken cancellationToken)
    {
        var table = await Changes.OpenAsync(cancellationToken);
        RequireOld(table);
        var old = table.Require(Options.IndexName);
        if (table.Find(Options.ShadowIndexName) is not { } shadow)
        {
            Audience.OnVerbose($"Table '{table.Name}' has no index '{Options.ShadowIndexName}': nothing is removed.");
            return Result(table, DdbIndexMigrationState.Undone, isChanged: false);
        }

        table.RequireSameKey(old, table.Require(shadow.Name));
        if (shadow.Status != "DELETING")
        {
            RequireRemovable(table);
            if (!await Changes.DeleteAsync(table, shadow.Name, cancellationToken))
                return Result(table, DdbIndexMigrationState.Planned, isChanged: false);
        }

        return Result(await Wait.UntilGoneAsync(table.Name, shadow.Name, cancellationToken), DdbIndexMigrationState.Undone, isChanged: true);
    }

    private void RequireOld(IndexTable table)
    {
        if (table.Find(Options.IndexName) is { Status: not "DELETING" } || table.Find(Options.ShadowIndexName) is null)
            return;
        var (old, shadow) = (Options.IndexName, Options.ShadowIndexName);
        throw new DdbException("OldIndexGone", DdbErrorKind.InvalidState, old,
            $"Table '{table.Name}' has no index '{old}' any more, so without '{shadow}' its readers would have none. To go back, make '{old}' again beside it, with the roles exchanged: "
            + $"Start-DdbIndexMigration -TableName {table.Name} -IndexName {shadow} -ShadowIndexName {old} with the projection that it had (ddbns index start), move the readers, then Complete-DdbIndexMigration with the same names. Nothing was changed.");
    }

    /// <summary>An index that is being filled can be removed; one that DynamoDB is just getting ready, or has just filled, cannot
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndexDescription.html).</summary>
    private void RequireRemovable(IndexTable table)
    {
        table.RequireIdle(except: Options.ShadowIndexName);
        var shadow = table.Describe(Options.ShadowIndexName);
        if (shadow.IndexStatus.Value == "ACTIVE" || (shadow.IndexStatus.Value == "CREATING" && shadow.Backfilling == true))
            return;
        throw new DdbException("TableBusy", DdbErrorKind.InvalidState, table.Name,
            $"Index '{shadow.IndexName}' of table '{table.Name}' is {shadow.IndexStatus.Value} and not being filled, and DynamoDB removes it only while it is filled or ACTIVE. Wait a moment, then run the same command again; nothing was changed.");
    }
}
