using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.State;

/// <summary>Ends leases when nothing depends on it any more.</summary>
internal static class LeaseEnd
{
    /// <summary>
    /// Ends a lease. Where the store cannot be told, that is warned of: the lease is then taken over like that of a killed run, and what the run did, or why
    /// it failed, is still what its user must hear.
    /// </summary>
    /// <param name="lease">The lease.</param>
    /// <param name="observer">Receives the warning.</param>
    /// <param name="before">What must be recorded before the lease may be ended; null for nothing.</param>
    public static async Task EndOrWarnAsync(this ILease lease, IRunObserver observer, Func<Task>? before = null)
    {
        try
        {
            if (before is not null)
                await before();
            await lease.EndAsync();
        }
        catch (DdbException error)
        {
            observer.OnWarning($"The end of this run could not be recorded, so the next one may wait for its lease: {error.Message}");
        }
    }
}
