namespace DynamoNamespace.Engine.RateControl;

/// <summary>The read and write units of one run: its limits and what it has consumed.</summary>
/// <param name="maxReadUnits">Read units a second at most; null for no limit.</param>
/// <param name="maxWriteUnits">Write units a second at most; null for no limit.</param>
/// <param name="batchSize">How many items a write carries at most.</param>
/// <param name="time">The clock.</param>
internal sealed class CapacityMeter(double? maxReadUnits, double? maxWriteUnits, int batchSize, TimeProvider time)
{
    /// <summary>An eventually consistent page of 1 MB.</summary>
    private const double PageUnits = 128;

    /// <summary>A small item and its share in two indexes.</summary>
    private const double ItemUnits = 3;

    public CapacityBucket Read { get; } = new(maxReadUnits, Math.Min(PageUnits, maxReadUnits ?? PageUnits), time);

    public CapacityBucket Write { get; } = new(maxWriteUnits, batchSize * ItemUnits, time);
}
