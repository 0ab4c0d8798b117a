namespace DynamoNamespace.Engine.RateControl;

/// <summary>The read and write units of one run: its limits and what it has consumed.</summary>
internal sealed class CapacityMeter(double? maxReadUnits, double? maxWriteUnits, TimeProvider time)
{
    public CapacityBucket Read { get; } = new(maxReadUnits, time);

    public CapacityBucket Write { get; } = new(maxWriteUnits, time);
}
