using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>A plan's own item.</summary>
internal sealed record PlanItem(StoredPlan Stored, string PhaseVersion, bool Expires, StateItem Item)
{
    public const string Format = "dynamonamespace/state/1";

    /// <summary>The fencing token of an operation's last holder; null where there was none.</summary>
    public long? FenceOf(RunOperation operation) => Item.FindNumber(StateAttributes.FenceOf(operation));

    /// <exception cref="Errors.DdbException">
    /// <c>StateUnreadable</c>: a newer version stored it, or it is damaged.
    /// </exception>
    public static PlanItem Read(StateItem item, string tableName, string planId)
    {
        var format = item.Text(StateAttributes.Format);
        if (format != Format)
            throw StateTableErrors.Newer(tableName, planId, format, Format);
        var stored = new StoredPlan(
            ReadIdentity(item),
            Enum.TryParse<DdbPlanPhase>(item.Text(StateAttributes.Phase), out var phase) && Enum.IsDefined(phase)
                ? phase
                : throw item.Unreadable($"its phase is '{item.Text(StateAttributes.Phase)}'"),
            item.Time(StateAttributes.PhaseSince),
            item.Time(StateAttributes.CreatedAt),
            item.FindTime(StateAttributes.LatePutsUntil),
            item.FindTime(StateAttributes.LateDeletesUntil),
            item.FindTime(StateAttributes.LateRemovalsUntil));
        return new PlanItem(stored, item.Text(StateAttributes.PhaseVersion), item.Has(StateAttributes.Ttl), item);
    }

    private static PlanIdentity ReadIdentity(StateItem item)
    {
        try
        {
            return JsonSerializer.Deserialize<PlanIdentity>(item.Text(StateAttributes.Identity), RecordLog.JsonOptions)
                ?? throw item.Unreadable("it names no plan");
        }
        catch (JsonException error)
        {
            throw item.Unreadable(error.Message.TrimEnd('.'), error);
        }
    }
}
