namespace DynamoNamespace.Engine.RateControl;

/// <summary>How fast a run may go at this moment, and what holds it there.</summary>
/// <param name="Concurrency">How many requests may be under way at once.</param>
/// <param name="LimitedBy">The limit that counts now and its reason, such as <c>write units: 100 a second</c>.</param>
public sealed record RateStatus(int Concurrency, string LimitedBy);
