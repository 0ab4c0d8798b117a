using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// Lets DynamoDB delete what is left of an undone plan. Of every other plan nothing expires, because its journals are
/// evidence of what the migration did, and no clock can tell when they are needed no more. The plan's own item goes
/// last: without it the rest would be taken for another plan's.
/// </summary>
internal sealed class PlanExpiry(StateTable table, string planId, TimeProvider time)
{
    /// <summary>How often the plan was kept after all; what was sent before and arrives late changes nothing.</summary>
    private const string Kept = "kept";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(60);
    private static readonly TimeSpan PlanKeptFor = TimeSpan.FromDays(90);

    private readonly string partition = StateKeys.PartitionOf(planId);

    /// <summary>Sets when the plan's items expire.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var kept = await ReadKeptAsync(cancellationToken);
        await UpdateAllAsync(sort => new StateExpression()
            .Set(StateAttributes.Ttl, ExpiryOf(sort))
            .RequireExists()
            .RequireAbsentOrLess(Kept, kept + 1), cancellationToken);
    }

    /// <summary>
    /// Keeps them after all: an operation of the plan begins. The plan's own item comes last, so that this is done
    /// again if it was stopped.
    /// </summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var kept = await ReadKeptAsync(cancellationToken);
        await UpdateAllAsync(sort =>
        {
            var expression = new StateExpression().Set(Kept, kept + 1).Remove(StateAttributes.Ttl);
            // The list of plans may have lost its entry already.
            return sort == planId ? expression : expression.RequireExists();
        }, cancellationToken);
    }

    private async Task<long> ReadKeptAsync(CancellationToken cancellationToken) =>
        (await table.GetAsync(partition, StateKeys.Plan, cancellationToken))?.FindNumber(Kept) ?? 0;

    private async Task UpdateAllAsync(Func<string, StateExpression> change, CancellationToken cancellationToken)
    {
        await foreach (var page in table.QueryAsync(new StateQuery(partition) { Only = [] }, cancellationToken))
        {
            foreach (var item in page.Where(item => item.SortKey != StateKeys.Plan))
                await UpdateAsync(partition, item.SortKey, change(item.SortKey), cancellationToken);
        }

        await UpdateAsync(StateKeys.Plans, planId, change(planId), cancellationToken);
        await UpdateAsync(partition, StateKeys.Plan, change(StateKeys.Plan), cancellationToken);
    }

    private long ExpiryOf(string sort)
    {
        var keptFor = sort == StateKeys.Plan || sort == planId ? PlanKeptFor : KeptFor;
        return (time.GetUtcNow() + keptFor).ToUnixTimeSeconds();
    }

    private async Task UpdateAsync(
        string itemPartition, string sort, StateExpression expression, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateAsync(itemPartition, sort, expression, cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            // It is gone, or it was kept meanwhile.
        }
    }
}
