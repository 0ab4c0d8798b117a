using System.Runtime.CompilerServices;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// The state of plans in a DynamoDB table beside the data. It is created when the first lease is taken; reading creates
/// nothing.
/// </summary>
internal sealed class TableStateStore : IStateStore
{
    private readonly StateTable table;
    private readonly StateTableSetup setup;
    private readonly TableStateOptions options;

    public TableStateStore(ConnectionOptions connection, string tableName, StateTimings timings, TimeProvider time)
        : this(connection, tableName, new TableStateOptions(timings, time))
    {
    }

    public TableStateStore(ConnectionOptions connection, string tableName, TableStateOptions options)
    {
        this.options = options;
        table = new StateTable(connection, tableName, options.Time);
        setup = new StateTableSetup(table, options.Time);
    }

    public StateHome Home => new(StateHome.Table, table.Name, table.Location);

    /// <summary>The read units that this store's calls have consumed.</summary>
    public double ConsumedReadUnits => table.Units.Read;

    /// <summary>The write units that this store's calls have consumed.</summary>
    public double ConsumedWriteUnits => table.Units.Written;

    public IPlanState Open(PlanIdentity plan)
    {
        if (table.Name == plan.TableName || table.Name == plan.TargetTableName)
        {
            throw new DdbException("InvalidStateTable", DdbErrorKind.InvalidArgument, table.Name,
                $"Table '{table.Name}' is the one that is migrated, and cannot hold the migration's state too. "
                + "Name another with -StateTableName (--state-table) or DDBNS_STATE_TABLE; nothing was changed.");
        }

        return new TablePlanState(table, setup, plan, options);
    }

    public async IAsyncEnumerable<StoredPlan> ListAsync(
        Action<DdbException> onUnreadable, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in table.QueryAsync(new StateQuery(StateKeys.Plans), cancellationToken))
        {
            foreach (var entry in page)
            {
                if (await ReadAsync(entry.SortKey, onUnreadable, cancellationToken) is { } plan)
                    yield return plan;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        table.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<StoredPlan?> ReadAsync(
        string planId, Action<DdbException> onUnreadable, CancellationToken cancellationToken)
    {
        var item = await table.GetAsync(StateKeys.PartitionOf(planId), StateKeys.Plan, cancellationToken);
        try
        {
            return item is null ? null : PlanItem.Read(item, table.Name, planId).Stored;
        }
        catch (DdbException error)
        {
            onUnreadable(error);
            return null;
        }
    }
}
