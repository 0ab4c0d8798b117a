namespace DynamoNamespace.Engine.RateControl;

/// <summary>The read and write units of one run: its limits and what it has consumed.</summary>
/// <param name="maxReadUnits">Read units a second at most; null for no limit.</param>
/// <param name="maxWriteUnits">Write units a second at most; null for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class CapacityMeter(double? maxReadUnits, double? maxWriteUnits, TimeProvider time)
{
    /// <summary>An eventually consistent page of 1 MB.</summary>
    private const double PageUnits = 128;

    /// <summary>A write's size is in KB, and its indexes may take as much again.</summary>
    private const double UnitsPerKilobyte = 2;

    public CapacityBucket Read { get; } = new(maxReadUnits, Math.Min(PageUnits, maxReadUnits ?? PageUnits), time);

    public CapacityBucket Write { get; } = new(maxWriteUnits, UnitsPerKilobyte, time);
}
