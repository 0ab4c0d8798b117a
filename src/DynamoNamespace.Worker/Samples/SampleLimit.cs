using System.Text.Json.Nodes;
using static DynamoNamespace.Worker.Samples.AttributeJson;

namespace DynamoNamespace.Worker.Samples;

/// <summary>A rate limit: <paramref name="Capacity"/> tokens in <paramref name="PeriodSeconds"/> seconds.</summary>
internal sealed record SampleLimit(string Name, long Capacity, long PeriodSeconds)
{
    public static SampleLimit RequestsPerMinute { get; } = new("rpm", 100, 60);

    public static SampleLimit TokensPerMinute { get; } = new("tpm", 100_000, 60);

    public static SampleLimit TokensPerDay { get; } = new("tpd", 1_000_000, 86_400);

    /// <summary>The limit in the details of an audit record.</summary>
    public JsonObject ToAuditDetail() => M(
        ("name", S(Name)),
        ("capacity", N(Capacity)),
        ("burst", N(Capacity)),
        ("refill_amount", N(Capacity)),
        ("refill_period_seconds", N(PeriodSeconds)));

    /// <summary>The <c>l_{name}_*</c> attributes of a config item, in tokens and seconds.</summary>
    public void AddToConfig(JsonObject item)
    {
        item.Add($"l_{Name}_bx", N(Capacity));
        item.Add($"l_{Name}_cp", N(Capacity));
        item.Add($"l_{Name}_ra", N(Capacity));
        item.Add($"l_{Name}_rp", N(PeriodSeconds));
    }

    /// <summary>The <c>b_{name}_*</c> attributes of a bucket item, in thousandths of a token and milliseconds.</summary>
    public void AddToBucket(JsonObject item, long consumed)
    {
        item.Add($"b_{Name}_bx", N(Capacity * 1000));
        item.Add($"b_{Name}_cp", N(Capacity * 1000));
        item.Add($"b_{Name}_ra", N(Capacity * 1000));
        item.Add($"b_{Name}_rp", N(PeriodSeconds * 1000));
        item.Add($"b_{Name}_tc", N(consumed));
        item.Add($"b_{Name}_tk", N(Capacity * 1000 - consumed));
    }
}
