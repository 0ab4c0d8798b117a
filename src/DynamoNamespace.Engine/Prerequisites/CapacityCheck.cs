using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.RateControl;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Engine.Prerequisites;

/// <summary>
/// Whether the table and its indexes bear the rate that the migration is planned to take
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html,
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html).
/// </summary>
internal sealed class CapacityCheck(PrerequisiteContext context) : AwsCheck(context.Subject, "Capacity", Planned(context.Options), "dynamodb:DescribeTable")
{
    private const string ScalingNotLooked = "Whether auto scaling would raise it was not looked at.";

    private double? Reads => context.Options.MaxReadUnits;

    private double? Writes => context.Options.MaxWriteUnits;

    protected override Task<CheckFinding> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(context.Table.IsOnDemand || context.Table.Provisioned is null ? JudgeOnDemand() : JudgeProvisioned());

    private CheckFinding JudgeOnDemand()
    {
        var limits = Places().Select(place => (place.Name, Read: Limit(place.Limits?.MaxReadRequestUnits), Write: Limit(place.Limits?.MaxWriteRequestUnits)))
            .Where(place => place.Read is not null || place.Write is not null).ToList();
        var limitText = limits.Count == 0 ? "" : ", limited to " + string.Join(" and ", limits.Select(place => Rate(place.Name, place.Read, place.Write)));
        var actual = $"on demand{limitText}{WarmText()}";
        if (limits.Exists(place => Exceeds(Reads, place.Name == TableName ? place.Read : null) || Exceeds(Writes, place.Write)))
            return Warn(actual, "Plan a lower rate, or raise the table's maximum throughput: above it, its users are throttled too.");
        if (limits.Count > 0 && (Reads is null || Writes is null))
            return Warn(actual, "Give the run -MaxReadUnits and -MaxWriteUnits (--max-read-units, --max-write-units) that leave its users a share of the maximum: without, it takes all that it gets.");
        var (warmReads, warmWrites) = (context.Description.WarmThroughput?.ReadUnitsPerSecond, context.Description.WarmThroughput?.WriteUnitsPerSecond);
        return Exceeds(Reads, warmReads) || Exceeds(Writes, warmWrites)
            ? Warn(actual, "Plan a lower rate, or raise the table's warm throughput first: above it the table throttles until it has grown.")
            : Pass(actual);
    }

    private CheckFinding JudgeProvisioned()
    {
        var table = context.Table;
        var least = table.Indexes.Select(index => index.Provisioned?.WriteUnits).OfType<long>().Append(table.Provisioned!.WriteUnits).Min();
        var indexes = table.Indexes.Where(index => index.Provisioned is not null)
            .Select(index => FormattableString.Invariant($"{index.Name} {index.Provisioned!.WriteUnits:N0} write"));
        var actual = $"provisioned: {string.Join(", ", new[] { FormattableString.Invariant($"{table.Provisioned.ReadUnits:N0} read and {table.Provisioned.WriteUnits:N0} write units a second") }.Concat(indexes))}";
        if (Exceeds(Reads, table.Provisioned.ReadUnits) || Exceeds(Writes, least))
            return Warn(actual, "Plan a lower rate, or raise what is provisioned: a put writes the table and each index that the item is in, and the slowest holds the table back.", ScalingNotLooked);
        if (LastChange() is { } change)
            return Warn(actual, "See that nothing lowers it while the migration goes on, such as auto scaling.", $"It was last changed at {ServiceTime.Text(change)}; whether auto scaling did that was not looked at.");
        return Pass(actual, Reads is null || Writes is null ? $"Without limits a run takes {UnitLimit.ForReads(table).Text} read units and {UnitLimit.ForWrites(table).Text} write units a second." : null);
    }

    private const string TableName = "the table";

    private IEnumerable<(string Name, OnDemandThroughput? Limits)> Places() =>
        (context.Description.GlobalSecondaryIndexes ?? []).Select(index => (index.IndexName, index.OnDemandThroughput)).Prepend((TableName, context.Description.OnDemandThroughput))!;

    private string WarmText() => context.Description.WarmThroughput is { ReadUnitsPerSecond: { } reads, WriteUnitsPerSecond: { } writes }
        ? FormattableString.Invariant($", warm for {reads:N0} read and {writes:N0} write units a second")
        : "";

    private DateTimeOffset? LastChange()
    {
        var throughput = context.Description.ProvisionedThroughput;
        return new[] { ServiceTime.Of(throughput?.LastIncreaseDateTime), ServiceTime.Of(throughput?.LastDecreaseDateTime) }
            .Where(time => time > DateTimeOffset.UnixEpoch).Max();
    }

    /// <summary>-1 takes a limit away.</summary>
    private static long? Limit(long? units) => units > 0 ? units : null;

    private static bool Exceeds(double? planned, long? possible) => planned > possible;

    private static string Rate(string name, long? reads, long? writes) =>
        $"{string.Join(" and ", new[] { Text(reads, "read"), Text(writes, "write") }.Where(text => text is not null))} units a second of {name}";

    private static string? Text(long? units, string kind) => units is null ? null : FormattableString.Invariant($"{units:N0} {kind}");

    private static string Planned(PrerequisiteOptions options) => (options.MaxReadUnits, options.MaxWriteUnits) switch
    {
        (null, null) => "enough for a run without limits of its own",
        var (reads, writes) => FormattableString.Invariant($"enough for {(reads is null ? "any" : $"{reads:#,0.##}")} read and {(writes is null ? "any" : $"{writes:#,0.##}")} write units a second"),
    };
}
