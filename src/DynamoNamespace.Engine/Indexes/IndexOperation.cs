using System.Diagnostics;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>What start, completion and undo of an index's change share.</summary>
internal abstract class IndexOperation
{
    private readonly Stopwatch elapsed = Stopwatch.StartNew();

    protected IndexOperation(AwsServices services, IndexMigrationOptions options, IIndexAudience audience)
    {
        Services = services;
        Options = options;
        Audience = audience;
        Changes = options.StackName is null ? new TableIndexChanges(services.DynamoDb, options, audience) : new StackIndexChanges(services, options, audience);
        Wait = new IndexWait(services.DynamoDb, audience, options.PollInterval);
    }

    /// <summary>What is done so far, for the error that ends it.</summary>
    public string Done => Changes.Done;

    protected AwsServices Services { get; }

    protected IndexMigrationOptions Options { get; }

    protected IIndexAudience Audience { get; }

    protected IIndexChanges Changes { get; }

    protected IndexWait Wait { get; }

    public abstract Task<DdbIndexMigration> RunAsync(CancellationToken cancellationToken);

    protected DdbIndexMigration Result(IndexTable table, DdbIndexMigrationState state, bool isChanged, IndexProjection? planned = null)
    {
        var (old, shadow) = (table.Find(Options.IndexName), table.Find(Options.ShadowIndexName));
        var counted = shadow is null ? null : table.Describe(shadow.Name);
        return new DdbIndexMigration
        {
            TableName = table.Name,
            IndexName = Options.IndexName,
            ShadowIndexName = Options.ShadowIndexName,
            StackName = Options.StackName,
            State = state,
            IsChanged = isChanged,
            Key = $"{(old ?? shadow)?.Key}",
            Projection = Text(old),
            ShadowProjection = Text(shadow) ?? planned?.ToString(),
            ShadowStatus = shadow?.Status,
            ItemCount = counted?.ItemCount,
            IndexSizeBytes = counted?.IndexSizeBytes,
            Elapsed = elapsed.Elapsed,
        };
    }

    private static string? Text(IndexDescription? index) => index is null ? null : IndexProjection.Of(index).ToString();
}
