using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>Makes the shadow beside the old index and waits until it is filled; one that is there already is waited for.</summary>
internal sealed class IndexStart(AwsServices services, IndexMigrationOptions options, IIndexAudience audience) : IndexOperation(services, options, audience)
{
    public override async Task<DdbIndexMigration> RunAsync(CancellationToken cancellationToken)
    {
        var projection = ShadowPlan.Projection(Options);
        var table = await Changes.OpenAsync(cancellationToken);
        var index = table.Require(Options.IndexName);
        var isThere = IsThere(table, projection);
        if (!isThere)
        {
            var checks = new ShadowChecks(table, index, projection, Options);
            checks.Require();
            foreach (var warning in checks.Warnings())
                Audience.OnWarning(warning);
            if (!await Changes.CreateAsync(table, Options.IndexName, Options.ShadowIndexName, projection, cancellationToken))
                return Result(table, DdbIndexMigrationState.Planned, isChanged: false, projection);
        }

        Audience.OnVerbose($"Waiting until index '{Options.ShadowIndexName}' of table '{table.Name}' is filled. DynamoDB goes on with it if this command is stopped, and the same command waits for it again.");
        table = await Wait.UntilActiveAsync(table.Name, Options.ShadowIndexName, cancellationToken);
        if (Options.StackName is null)
            await new ContributorInsights(Services.DynamoDb, Audience).CopyAsync(table.Name, Options.IndexName, Options.ShadowIndexName, cancellationToken);
        return Result(table, DdbIndexMigrationState.ShadowReady, isChanged: !isThere);
    }

    /// <exception cref="DdbException">There is another index with the shadow's name, or it is just going.</exception>
    private bool IsThere(IndexTable table, IndexProjection projection)
    {
        if (table.Find(Options.ShadowIndexName) is not { } shadow)
            return false;
        if (shadow.Status == "DELETING")
            table.RequireIdle();
        var index = table.Require(Options.IndexName);
        table.Require(shadow.Name);
        if (shadow.Key == index.Key && IndexProjection.Of(shadow).IsSame(projection))
        {
            Audience.OnVerbose($"Table '{table.Name}' has the index '{shadow.Name}' as it is wanted: nothing is made.");
            return true;
        }

        var difference = shadow.Key == index.Key ? $"the projection {IndexProjection.Of(shadow)} and not {projection}" : $"the key {shadow.Key} and not {index.Key}";
        throw new DdbException("IndexNameTaken", DdbErrorKind.AlreadyExists, shadow.Name,
            $"Table '{table.Name}' has an index '{shadow.Name}' already, with {difference}. Choose another name for the shadow, or remove that index first, if nobody reads it; nothing was changed.");
    }
}
