using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Measurement;

/// <summary>What is measured is what a hand can reckon, and what the engine then charges.</summary>
public sealed class MeasureTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TwoItemsMeasureAsReckonedByHand()
    {
        await using var table = await MigratingTable.CreateAsync(engine,
        [
            // 11 + 7 + 2,004 = 2,022 bytes; its copy 18 + 7 + 2,004 + 12 + 22 = 2,063, and 59 in GSI4.
            ItemJson.Of("ENTITY#u1", "#META", ("text", ItemJson.S(new string('t', 2000)))),
            // 8 + 7 + 14 + 13 = 42 bytes, all of them in GSI1 too; its copy 15 + 7 + 21 + 13 + 12 + 19 = 87, all in GSI1 and less in GSI4.
            ItemJson.Of("AUDIT#", "#META", ("GSI1PK", ItemJson.S("PARENT#p")), ("GSI1SK", ItemJson.S("CHILD#c"))),
        ]);

        var measure = await MeasureAsync(table);

        Assert.Equal((4L, 2L, 0L), (measure.Items, measure.Candidates, measure.Unmappable));
        Assert.Equal([new("AUDIT#", true, 1, 87, 3), new("ENTITY#", true, 1, 2063, 4)], measure.Families);
        Assert.Equal(
            $"{table.Name}:4:3 GSI1:1:1 GSI2:0:0 GSI3:0:0 GSI4:2:0",
            string.Join(' ', measure.Shares.Select(share => $"{share.Name}:{share.CopyUnits}:{share.DeleteUnits}")));
        Assert.Equal((7L, 11L), (measure.CopyWriteUnits, measure.WriteUnits));
        // Four scans; the copies' bytes in two of them, at half a unit for 4 KB; and each copy read consistently by the delete.
        Assert.Equal(Math.Round((4 * measure.ScanReadUnits) + (2 * 2150 / 8192.0) + 2, 1), measure.ReadUnits);
        Assert.Equal((decimal)Math.Round(((measure.ReadUnits * 0.125) + (11 * 0.625)) / 1e6, 5), Math.Round(measure.Cost, 5));
        Assert.Null(measure.TimeAtLimits);
        Assert.Equal(("default", MigratingTable.NamespaceId, "zae-limiter-0.10"), (measure.Namespace, measure.NamespaceId, measure.Mapping));
        Assert.Equal(0, table.WriteCalls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASamplesMeasureIsWhatItsMigrationUses(bool withGsi4)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(600, 13, includePrefixed: true), withGsi4);
        var before = await table.ContentsAsync();

        var measure = await MeasureAsync(table);
        await table.AssertHoldsAsync(before);
        var copy = await table.CopyAllAsync();
        var delete = (await table.DeleteAsync()).Result;

        Assert.Equal((before.Count, copy.Candidates), (measure.Items, measure.Candidates));
        Assert.Equal(copy.Families, measure.Families.Select(family => new DdbFamilyCount(family.Family, family.IsKnown, family.Candidates)));
        Assert.Equal(measure.CopyWriteUnits, measure.Families.Sum(family => family.WriteUnits));
        Assert.Equal(measure.CopyWriteUnits, measure.Shares.Sum(share => share.CopyUnits));
        Assert.Equal((measure.CopyWriteUnits, measure.WriteUnits), ((long)copy.WriteUnits, (long)(copy.WriteUnits + delete.WriteUnits)));
    }

    [Fact]
    public async Task LimitsGiveTheTimeAndPricesTheCost()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));

        var plain = await MeasureAsync(table);
        var writes = await MeasureAsync(table, o => o with { MaxWriteUnits = 7 });
        var reads = await MeasureAsync(table, o => o with { MaxReadUnits = 50 });
        var both = await MeasureAsync(table, o => o with { MaxReadUnits = 1_000_000, MaxWriteUnits = 7 });
        var dear = await MigrationMeasurement.RunAsync(table.Options, new OnDemandPrices(1000, 2000), table.Observer, CancellationToken.None);

        Assert.Equal(300, plain.WriteUnits);
        Assert.Equal(TimeSpan.FromSeconds(43), writes.TimeAtLimits);
        Assert.Equal(TimeSpan.FromSeconds(Math.Ceiling(reads.ReadUnits / 50)), reads.TimeAtLimits);
        Assert.Equal(writes.TimeAtLimits, both.TimeAtLimits);
        Assert.Equal(new OnDemandPrices(1000, 2000), dear.Prices);
        Assert.InRange(dear.Cost, ((decimal)dear.ReadUnits - 0.1m) * 0.001m + 0.6m, ((decimal)dear.ReadUnits + 0.1m) * 0.001m + 0.6m);
    }

    private static Task<DdbMigrationMeasure> MeasureAsync(MigratingTable table, Func<MigrationOptions, MigrationOptions>? with = null) =>
        MigrationMeasurement.RunAsync(with?.Invoke(table.Options) ?? table.Options, OnDemandPrices.UsEast1, table.Observer, CancellationToken.None);
}
