using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>An operation's lease as its item says it.</summary>
/// <param name="Id">
/// Identifies this one lease, whoever else has the same process and fencing token in another table.
/// </param>
/// <param name="Holder">Who took it.</param>
/// <param name="Version">Another one with every write of the item.</param>
/// <param name="Replaced">The version that was replaced when it was taken; empty where there was none.</param>
/// <param name="IsHeld">Whether its holder has not ended it.</param>
/// <param name="RenewedAt">When it was renewed, by its holder's clock.</param>
/// <param name="Duration">How long it is its holder's after a renewal.</param>
internal sealed record LeaseItem(
    string Id,
    LeaseHolder Holder,
    string Version,
    string Replaced,
    bool IsHeld,
    DateTimeOffset RenewedAt,
    TimeSpan Duration)
{
    private const string Held = "held";
    private const string Ended = "ended";
    private const string ReplacedVersion = "replaced";

    /// <summary>Whether the operation's checkpoint stands in parts.</summary>
    public bool HasParts { get; private init; }

    public static LeaseItem Read(StateItem item, RunOperation operation)
    {
        var process = new ProcessMark(
            (int)item.Number(StateAttributes.ProcessId),
            item.Number(StateAttributes.ProcessStartedAt),
            item.FindText(StateAttributes.ProcessScope) ?? "");
        var holder = new LeaseHolder(
            operation,
            item.Text(StateAttributes.User),
            item.Text(StateAttributes.Host),
            process,
            item.Time(StateAttributes.Since),
            item.Number(StateAttributes.Fence));
        return new LeaseItem(
            item.Text(StateAttributes.LeaseId),
            holder,
            item.Text(StateAttributes.Version),
            item.FindText(ReplacedVersion) ?? "",
            item.Text(StateAttributes.State) != Ended,
            item.Time(StateAttributes.RenewedAt),
            TimeSpan.FromMilliseconds(item.Number(StateAttributes.Duration)))
        {
            HasParts = item.Has(StateAttributes.Parts),
        };
    }

    /// <summary>Takes the lease in place of the version that was read.</summary>
    public StateExpression Take()
    {
        var expression = new StateExpression()
            .RequireVersion(Replaced.Length == 0 ? null : Replaced)
            .Set(StateAttributes.LeaseId, Id)
            .Set(StateAttributes.User, Holder.User)
            .Set(StateAttributes.Host, Holder.Host)
            .Set(StateAttributes.ProcessId, Holder.Process.Id)
            .Set(StateAttributes.ProcessStartedAt, Holder.Process.StartedAt)
            .SetOrRemove(StateAttributes.ProcessScope, Holder.Process.Scope)
            .Set(StateAttributes.Since, Holder.Since)
            .Set(StateAttributes.Fence, Holder.Fence)
            .Set(StateAttributes.State, Held)
            .Set(StateAttributes.Duration, (long)Duration.TotalMilliseconds)
            .SetOrRemove(ReplacedVersion, Replaced)
            .Remove(StateAttributes.Ttl);
        return Renew(expression, Version, RenewedAt);
    }

    /// <summary>A write of the item that the holder of a version makes.</summary>
    public static StateExpression Write(string version, string nextVersion, DateTimeOffset now) =>
        Renew(new StateExpression().RequireVersion(version), nextVersion, now);

    public static void End(StateExpression expression) => expression.Set(StateAttributes.State, Ended);

    private static StateExpression Renew(StateExpression expression, string version, DateTimeOffset now) =>
        expression.Set(StateAttributes.Version, version).Set(StateAttributes.RenewedAt, now);
}
