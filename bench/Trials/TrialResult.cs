namespace DynamoNamespace.Bench.Trials;

/// <summary>What one trial took, start-up and warm-up of the process not counted.</summary>
/// <param name="Method">What was done.</param>
/// <param name="Items">Items copied, checked, deleted or read.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="CpuSeconds">Of the client's process alone, in user and kernel mode.</param>
/// <param name="AllocatedBytes">By the client on the managed heap.</param>
/// <param name="PeakBytes">The client's highest resident set since it was started.</param>
/// <param name="Requests">HTTP requests sent.</param>
/// <param name="ReadUnits">Consumed, as far as the method counts them.</param>
/// <param name="WriteUnits">Consumed, as far as the method counts them.</param>
internal sealed record TrialResult(
    string Method, long Items, double Seconds, double CpuSeconds, long AllocatedBytes, long PeakBytes, long Requests, double ReadUnits = 0, double WriteUnits = 0)
{
    public double Rate => Items / Seconds;

    public double CpuPerMillion => CpuSeconds * 1e6 / Items;

    public double AllocatedPerItem => (double)AllocatedBytes / Items;

    public double RequestsPerItem => (double)Requests / Items;

    public double PeakMegabytes => PeakBytes / 1024.0 / 1024.0;
}

/// <summary>What a method says it has done.</summary>
internal sealed record TrialWork(long Items, long Requests, double ReadUnits = 0, double WriteUnits = 0);
