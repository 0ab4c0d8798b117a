using Amazon.DynamoDBv2.Model;

namespace DynamoNamespace.Engine.State.Table;

/// <summary>The capacity units that a state table's calls have consumed. Safe for many threads.</summary>
internal sealed class StateUnits
{
    private readonly object gate = new();
    private double read;
    private double written;

    public double Read
    {
        get
        {
            lock (gate)
                return read;
        }
    }

    public double Written
    {
        get
        {
            lock (gate)
                return written;
        }
    }

    public void CountRead(ConsumedCapacity? consumed)
    {
        lock (gate)
            read += consumed?.CapacityUnits ?? 0;
    }

    public void CountWrite(ConsumedCapacity? consumed)
    {
        lock (gate)
            written += consumed?.CapacityUnits ?? 0;
    }

    /// <summary>A condition that fails is charged too, and the error does not say how much: at least this.</summary>
    public void CountFailedCondition()
    {
        lock (gate)
            written++;
    }
}
