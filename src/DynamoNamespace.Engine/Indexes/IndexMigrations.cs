using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Indexes;

/// <summary>
/// Gives an index another projection. DynamoDB cannot change one, so a shadow is made beside it, proven, and read instead; then the old index goes.
/// Each step looks first whether it is done, so that the same command, run again after it was stopped, goes on.
/// </summary>
public static class IndexMigrations
{
    /// <summary>Makes the shadow with the old index's key and another projection, and waits until DynamoDB has filled it.</summary>
    /// <param name="options">The indexes.</param>
    /// <param name="audience">Is asked before anything is changed.</param>
    /// <param name="cancellationToken">Stops the waiting. What DynamoDB or CloudFormation has begun goes on without us.</param>
    /// <exception cref="DdbException">It cannot be made.</exception>
    public static Task<DdbIndexMigration> StartAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, services => new IndexStart(services, options, audience), cancellationToken);

    /// <summary>Removes the old index, once nobody has read it for a while and the shadow is proven.</summary>
    /// <param name="options">The indexes.</param>
    /// <param name="audience">Is asked before anything is changed.</param>
    /// <param name="cancellationToken">Stops the proof or the waiting.</param>
    /// <exception cref="DdbException">The old index is read, or the shadow is not proven.</exception>
    public static Task<DdbIndexMigration> CompleteAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, services => new IndexCompletion(services, options, audience), cancellationToken);

    /// <summary>Removes the shadow.</summary>
    /// <param name="options">The indexes.</param>
    /// <param name="audience">Is asked before anything is changed.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="DdbException">It is no shadow, or the old index is gone.</exception>
    public static Task<DdbIndexMigration> UndoAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken) =>
        RunAsync(options, services => new IndexUndo(services, options, audience), cancellationToken);

    /// <summary>Compares the shadow with the table, entry by entry and attribute by attribute, and the old index's keys too. Nothing is written.</summary>
    /// <param name="options">The indexes.</param>
    /// <param name="onDifference">Hears each difference as it is found, from any thread; null if only the checks are wanted.</param>
    /// <param name="observer">Hears progress.</param>
    /// <param name="cancellationToken">Stops the scans.</param>
    /// <exception cref="DdbException">There is no such index, or it cannot be read.</exception>
    public static Task<IReadOnlyList<DdbMigrationCheck>> VerifyAsync(
        IndexMigrationOptions options, Action<DdbMigrationDifference>? onDifference, IRunObserver observer, CancellationToken cancellationToken)
    {
        Check(options);
        return AwsCall.RunAsync(options.Connection, options.TableName, async client =>
        {
            var table = await IndexTable.ReadAsync(client, options.TableName, cancellationToken);
            TableReader.RequireUsable(table.Table);
            return await new IndexVerification(client, table, options, onDifference, observer).RunAsync(withOld: true, cancellationToken);
        }, cancellationToken);
    }

    private static Task<DdbIndexMigration> RunAsync(IndexMigrationOptions options, Func<AwsServices, IndexOperation> create, CancellationToken cancellationToken)
    {
        Check(options);
        return AwsCall.RunAsync(options.Connection, CallSubject.Table(options.TableName), (services, subject) =>
        {
            var operation = create(services);
            subject.Done = () => operation.Done;
            return operation.RunAsync(cancellationToken);
        }, cancellationToken);
    }

    private static void Check(IndexMigrationOptions options)
    {
        TableReader.CheckName(options.TableName);
        ShadowPlan.CheckNames(options);
    }
}
