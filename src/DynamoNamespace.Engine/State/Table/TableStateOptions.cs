namespace DynamoNamespace.Engine.State.Table;

/// <summary>What a state table is used with.</summary>
/// <param name="Timings">How long leases last.</param>
/// <param name="Time">The clocks.</param>
internal sealed record TableStateOptions(StateTimings Timings, TimeProvider Time)
{
    /// <summary>Who takes leases.</summary>
    public LeaseOwner Owner { get; init; } = LeaseOwner.Current;

    /// <summary>
    /// Told when the holder of a lease is observed before it is taken over, which takes up to the lease's duration.
    /// </summary>
    public Action<LeaseHolder>? WhenObserving { get; init; }
}
