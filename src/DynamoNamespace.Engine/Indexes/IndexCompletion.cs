using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Removes the old index once nobody reads it and the shadow is proven.</summary>
internal sealed class IndexCompletion(AwsServices services, IndexMigrationOptions options, IIndexAudience audience) : IndexOperation(services, options, audience)
{
    public override async Task<DdbIndexMigration> RunAsync(CancellationToken cancellationToken)
    {
        var table = await Changes.OpenAsync(cancellationToken);
        var shadow = table.Require(Options.ShadowIndexName);
        if (table.Find(Options.IndexName) is not { } old)
        {
            Audience.OnVerbose($"Table '{table.Name}' has no index '{Options.IndexName}' any more: nothing is removed.");
            table = await Wait.UntilActiveAsync(table.Name, shadow.Name, cancellationToken);
            return Result(table, DdbIndexMigrationState.Completed, isChanged: false);
        }

        table.RequireSameKey(table.Require(old.Name), shadow);
        if (old.Status != "DELETING")
        {
            table.RequireIdle();
            if (!Options.Force)
                await ProveAsync(table, cancellationToken);
            if (!await Changes.DeleteAsync(table, old.Name, cancellationToken))
                return Result(table, DdbIndexMigrationState.Planned, isChanged: false);
        }

        return Result(await Wait.UntilGoneAsync(table.Name, old.Name, cancellationToken), DdbIndexMigrationState.Completed, isChanged: true);
    }

    /// <summary>The readers are looked at first. The proof does not read the old index, which would count as a reader.</summary>
    private async Task ProveAsync(IndexTable table, CancellationToken cancellationToken)
    {
        await new IndexReaders(Services, Options, Audience).RequireNoneAsync(table, cancellationToken);
        var checks = await new IndexVerification(Services.DynamoDb, table, Options, null, new AudienceObserver(Audience)).RunAsync(withOld: false, cancellationToken);
        if (checks.FirstOrDefault(check => check.Status is DdbCheckStatus.Fail or DdbCheckStatus.NotRun) is { } failed)
        {
            throw new DdbException("IndexNotProven", DdbErrorKind.InvalidState, Options.ShadowIndexName,
                $"Index '{Options.ShadowIndexName}' of table '{table.Name}' is not proven: {failed.Name}: {failed.Actual}. {failed.Detail} {failed.Remedy} Index '{Options.IndexName}' was not removed.".Replace("  ", " ", StringComparison.Ordinal));
        }

        Audience.OnVerbose($"Index '{Options.ShadowIndexName}' is proven: {string.Join(", ", checks.Where(check => check.Status == DdbCheckStatus.Pass).Select(check => $"{check.Name}: {check.Actual}"))}.");
    }
}
