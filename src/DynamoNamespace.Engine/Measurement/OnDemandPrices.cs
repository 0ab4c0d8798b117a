namespace DynamoNamespace.Engine.Measurement;

/// <summary>
/// Prices of on-demand request units, in US dollars a million
/// (https://aws.amazon.com/dynamodb/pricing/on-demand/; us-east-1, standard table class).
/// </summary>
/// <param name="ReadMillion">A million read request units.</param>
/// <param name="WriteMillion">A million write request units.</param>
public sealed record OnDemandPrices(decimal ReadMillion, decimal WriteMillion)
{
    /// <summary>The prices of us-east-1.</summary>
    public static OnDemandPrices UsEast1 { get; } = new(0.125m, 0.625m);

    /// <summary>The cost of so many units, in US dollars.</summary>
    public decimal CostOf(double readUnits, double writeUnits) =>
        Math.Round((((decimal)readUnits * ReadMillion) + ((decimal)writeUnits * WriteMillion)) / 1_000_000m, 6);
}
