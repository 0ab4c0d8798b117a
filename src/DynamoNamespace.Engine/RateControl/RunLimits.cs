using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.RateControl;

/// <summary>The limits that a run keeps to, each with where it comes from.</summary>
/// <param name="Read">Of read units.</param>
/// <param name="Write">Of write units.</param>
/// <param name="Requests">How many requests may be under way at once, at most.</param>
/// <param name="RequestsText">Where that comes from, such as <c>-ThrottleLimit</c>.</param>
internal sealed record RunLimits(UnitLimit Read, UnitLimit Write, int Requests, string RequestsText)
{
    public const int DefaultRequests = 16;
    public const int MaximumRequests = 1000;

    /// <summary>What the user gave, and for a provisioned table half of its capacity where nothing was given.</summary>
    public static RunLimits For(MigrationOptions options, TableDescriptor table) => new(
        options.MaxReadUnits is { } reads ? UnitLimit.Of(reads) : UnitLimit.ForReads(table),
        options.MaxWriteUnits is { } writes ? UnitLimit.Of(writes) : UnitLimit.ForWrites(table),
        options.ThrottleLimit ?? DefaultRequests,
        options.ThrottleLimit is null ? "the default of -ThrottleLimit" : "-ThrottleLimit");

    public override string ToString() => FormattableString.Invariant($"read units: {Read.Text}; write units: {Write.Text}; at most {Requests:N0} requests at once");
}
