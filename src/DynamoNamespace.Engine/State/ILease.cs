using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.State;

/// <summary>
/// The exclusive right to run one operation of a plan. It is renewed in the background while it is held; what the holder saves is written on the condition
/// that the lease is still its own.
/// </summary>
internal interface ILease : IAsyncDisposable
{
    LeaseHolder Holder { get; }

    /// <summary>Cancelled once the lease is known to be lost: taken over by another process, or not renewed in time.</summary>
    CancellationToken Lost { get; }

    /// <summary>
    /// The holder before, if its process did not end the lease itself: it was killed, cut off or suspended. Requests that it had sent may still arrive.
    /// </summary>
    LeaseHolder? TakenOverFrom { get; }

    /// <summary>Says that no request of this holder is under way any more. Without it, disposing of the lease leaves it to be taken over as a killed one.</summary>
    Task EndAsync();

    /// <summary>Fails unless the lease is certain to be this process's own now, by this machine's clocks alone.</summary>
    /// <exception cref="DdbException"><c>LeaseLost</c>.</exception>
    void Require();
}
