using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State;

/// <summary>The errors of leases, the same whatever the store.</summary>
internal static class LeaseErrors
{
    public const string RunInProgressId = "RunInProgress";
    public const string LeaseLostId = "LeaseLost";

    /// <summary>Another process holds the lease.</summary>
    /// <param name="operation">The operation that it runs.</param>
    /// <param name="holder">Who holds it; null where that cannot be read.</param>
    /// <param name="location">The store, as <see cref="IPlanState.Location"/>.</param>
    public static DdbException RunInProgress(RunOperation operation, LeaseHolder? holder, string location) => new(
        RunInProgressId, DdbErrorKind.InvalidState, location,
        $"The {NameOf(operation)} of this plan is already being run by {holder?.ToString() ?? "another process"}, "
        + $"as the {location} says. Nothing was changed. "
        + "Wait for it or stop it there, then run the same command again.");

    /// <summary>The lease was taken over.</summary>
    /// <param name="lost">Whose lease it was.</param>
    /// <param name="now">Who holds it now; null where nobody does.</param>
    /// <param name="location">The store.</param>
    public static DdbException TakenOver(LeaseHolder lost, LeaseHolder? now, string location)
    {
        var what = now is null ? $"the {location} holds it no longer" : $"it was taken over by {now}";
        var next = now is null ? "Run" : "Wait for the other run to end, then run";
        return new DdbException(
            LeaseLostId, DdbErrorKind.InvalidState, location,
            $"The lease of this {NameOf(lost.Operation)} was lost: {what}. "
            + $"This run was stopped and saved nothing since. {next} the same command again to resume.");
    }

    /// <summary>The lease was not renewed in time, so that another process may have taken it over.</summary>
    public static DdbException Expired(LeaseHolder lost, TimeSpan duration, string location, Exception? inner)
    {
        var why = inner is null ? "" : $" ({inner.Message.TrimEnd('.')})";
        return new DdbException(
            LeaseLostId, DdbErrorKind.InvalidState, location,
            $"The lease of this {NameOf(lost.Operation)} was lost: it could not be renewed in the {location} within "
            + $"{duration.TotalSeconds:0.#} s{why}, so another process may have taken it over. This run was stopped. "
            + "Check the network and whether this machine was suspended, then run the same command again to resume.",
            inner);
    }

    private static string NameOf(RunOperation operation) => operation switch
    {
        RunOperation.Verify => "verification",
        RunOperation.Sync => "catch-up",
        RunOperation.Resolve => "resolution of conflicts",
        _ => operation.ToString().ToLowerInvariant(),
    };
}
