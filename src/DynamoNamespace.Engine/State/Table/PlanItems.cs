using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>
/// What is written of a plan as a whole. Each write is safe when it arrives twice or late: it makes a number or a
/// moment greater, or it is made on the condition that a version is the one that was read, and replaces that.
/// </summary>
internal sealed class PlanItems(StateTable table, PlanIdentity plan, TimeProvider time)
{
    private const int Attempts = 8;

    public string Partition { get; } = StateKeys.PartitionOf(plan.Id);

    public async Task<PlanItem?> ReadAsync(CancellationToken cancellationToken)
    {
        var item = await table.GetAsync(Partition, StateKeys.Plan, cancellationToken);
        return item is null ? null : PlanItem.Read(item, table.Name, plan.Id);
    }

    /// <summary>
    /// Stores the plan where it is not stored yet, and lists it first: what is listed and not stored is not there.
    /// </summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is { } found)
        {
            if (found.Expires)
                await new PlanExpiry(table, plan.Id, time).KeepAsync(cancellationToken);
            return;
        }

        await table.PutAsync(StateKeys.Plans, plan.Id, [], new StateExpression(), cancellationToken);
        var now = StateValue.Of(time.GetUtcNow());
        try
        {
            var attributes = StateValue.Attributes(
                (StateAttributes.Format, StateValue.Of(PlanItem.Format)),
                (StateAttributes.Identity, StateValue.Of(Encoding.UTF8.GetString(RecordLog.Serialize(plan)))),
                (StateAttributes.Phase, StateValue.Of(nameof(DdbPlanPhase.None))),
                (StateAttributes.PhaseSince, now),
                (StateAttributes.PhaseVersion, StateValue.Of(StateValue.NewVersion())),
                (StateAttributes.CreatedAt, now),
                (StateAttributes.Fence, StateValue.Of(0)));
            await table.PutAsync(
                Partition, StateKeys.Plan, attributes, new StateExpression().RequireNew(), cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            // Another process stored it, or the answer to the first attempt was lost.
            await ReadAsync(cancellationToken);
        }
    }

    /// <summary>A fencing token that is greater than all before.</summary>
    public async Task<long> DrawFenceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var expression = new StateExpression { ReturnsNew = true }.Add(StateAttributes.Fence, 1).RequireExists();
            var answer = await table.UpdateAsync(Partition, StateKeys.Plan, expression, cancellationToken);
            return answer.Number(StateAttributes.Fence);
        }
        catch (ConditionalCheckFailedException error)
        {
            throw Gone(error);
        }
    }

    /// <summary>Makes sure that holders before this one can change the phase no more.</summary>
    public async Task EnterAsync(TableLease lease, CancellationToken cancellationToken)
    {
        var attribute = StateAttributes.FenceOf(lease.Holder.Operation);
        try
        {
            await table.UpdateAsync(Partition, StateKeys.Plan, new StateExpression()
                .Set(attribute, lease.Holder.Fence)
                .RequireExists()
                .RequireAbsentOrLess(attribute, lease.Holder.Fence + 1), cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            throw await LostAsync(lease, cancellationToken);
        }
    }

    /// <summary>Moves the plan to a phase, unless a later holder of the same operation has entered.</summary>
    public async Task SetPhaseAsync(DdbPlanPhase phase, TableLease lease, CancellationToken cancellationToken)
    {
        var attribute = StateAttributes.FenceOf(lease.Holder.Operation);
        var next = StateValue.NewVersion();
        for (var attempt = 1; ; attempt++)
        {
            var found = await ReadAsync(cancellationToken) ?? throw Gone(null);
            if (found.PhaseVersion == next)
                return;
            if (found.FenceOf(lease.Holder.Operation) != lease.Holder.Fence)
                throw await LostAsync(lease, cancellationToken);
            if (found.Stored.Phase == phase)
                return;
            if (attempt == Attempts)
            {
                throw StateTableErrors.Unavailable(
                    table.Name, $"others changed the phase of the plan {plan.Id} each time that it was to be changed");
            }

            try
            {
                await table.UpdateAsync(Partition, StateKeys.Plan, new StateExpression()
                    .Set(StateAttributes.Phase, phase.ToString())
                    .Set(StateAttributes.PhaseSince, time.GetUtcNow())
                    .Set(StateAttributes.PhaseVersion, next)
                    .Require(StateAttributes.PhaseVersion, found.PhaseVersion)
                    .Require(attribute, lease.Holder.Fence), cancellationToken);
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Its answer was lost, another operation moved the phase in the same moment, or the lease is lost.
            }
        }
    }

    /// <summary>Makes a stored moment later, never earlier.</summary>
    public async Task ExtendAsync(string attribute, DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateAsync(Partition, StateKeys.Plan, new StateExpression()
                .Set(attribute, until)
                .RequireExists()
                .RequireAbsentOrLess(attribute, until), cancellationToken);
        }
        catch (ConditionalCheckFailedException error)
        {
            // A later moment stays. Of a plan that is gone, nothing can be said.
            if (await ReadAsync(cancellationToken) is null)
                throw Gone(error);
        }
    }

    /// <summary>A later holder has entered, so the lease's own item says who.</summary>
    private async Task<Errors.DdbException> LostAsync(TableLease lease, CancellationToken cancellationToken)
    {
        await lease.VerifyAsync(cancellationToken);
        return LeaseErrors.TakenOver(lease.Holder, null, table.Location);
    }

    private Errors.DdbException Gone(Exception? error) =>
        StateTableErrors.Unavailable(table.Name, $"the plan {plan.Id} was deleted from it meanwhile", error);
}
