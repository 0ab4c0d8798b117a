namespace DynamoNamespace.Engine.Tables;

/// <summary>Capacity units by size (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).</summary>
internal static class CapacityUnits
{
    /// <summary>Write units for an item of this size in bytes: one for each KB, rounded up.</summary>
    public static int Write(int bytes) => Math.Max(1, (bytes + 1023) / 1024);

    /// <summary>Units for a strongly consistent read of an item of this size in bytes: one for each 4 KB, rounded up.</summary>
    public static int ConsistentRead(int bytes) => Math.Max(1, (bytes + 4095) / 4096);

    /// <summary>Units for an eventually consistent scan of so many bytes: half a unit for each 4 KB.</summary>
    public static double EventualScan(long bytes) => bytes / 8192.0;
}
