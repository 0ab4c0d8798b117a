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

    /// <summary>What the user gave, and where nothing was given half of the capacity of the provisioned table that has less.</summary>
    public static RunLimits For(MigrationOptions options, TableDescriptor table, TableDescriptor? target = null) => new(
        options.MaxReadUnits is { } reads ? UnitLimit.Of(reads) : Lowest(table, target, UnitLimit.ForReads),
        options.MaxWriteUnits is { } writes ? UnitLimit.Of(writes) : Lowest(table, target, UnitLimit.ForWrites),
        options.ThrottleLimit ?? DefaultRequests,
        options.ThrottleLimit is null ? "the default of -ThrottleLimit" : "-ThrottleLimit");

    private static UnitLimit Lowest(TableDescriptor table, TableDescriptor? target, Func<TableDescriptor, string, UnitLimit> half)
    {
        if (target is null || ReferenceEquals(target, table))
            return half(table, "the table");
        var (own, other) = (half(table, "the source table"), half(target, "the target table"));
        return (other.UnitsPerSecond ?? double.PositiveInfinity) < (own.UnitsPerSecond ?? double.PositiveInfinity) ? other : own;
    }

    public override string ToString() => FormattableString.Invariant($"read units: {Read.Text}; write units: {Write.Text}; at most {Requests:N0} requests at once");
}
