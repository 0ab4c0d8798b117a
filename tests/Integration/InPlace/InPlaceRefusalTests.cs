using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>What cannot be done in place is said before anything is written, and what it takes can be measured.</summary>
public sealed class InPlaceRefusalTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Moving = """{"name":"move","match":{"PK":{"pattern":"^STAR#"}},"set":{"PK":"v2/${PK}"} }""";

    [Fact]
    public async Task AMappingThatMovesSomeItemsAndChangesOthersIsRefused()
    {
        using var mapping = new TestMapping($"{AccountTable.Backfill},{Moving}");
        await using var table = await AccountTable.CreateAsync(engine, 5);

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { Mapping = mapping.Path }));

        Assert.Equal(("MappingMixed", DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Contains("'move'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'account'", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (table.WriteCalls, table.Proxy.Log.Count("Scan")));
    }

    [Fact]
    public async Task ARuleThatMatchesWhatItMakesWritesNothing()
    {
        using var mapping = new TestMapping("""{"name":"again","match":{"Type":{"equals":"User"} },"set":{"GSI2PK":"ACCOUNT#${Username}"} }""");
        await using var table = await AccountTable.CreateAsync(engine, 5);
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.Equal(("MigrationIncomplete", 6, 0), (run.Error!.ErrorId, run.Result.Failed, table.WriteCalls));
        Assert.Contains("matches the new item too", run.Result.Reports[0].Detail, StringComparison.Ordinal);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task WhatIsMeasuredIsWhatTheRunTakes()
    {
        using var mapping = new TestMapping($"{AccountTable.Backfill},{AccountTable.Overwriting}");
        await using var table = await AccountTable.CreateAsync(engine, 30);

        var measure = await MigrationMeasurement.RunAsync(table.Options with { Mapping = mapping.Path }, OnDemandPrices.UsEast1, table.Observer, CancellationToken.None);
        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.Equal((123L, 90L), (measure.Items, measure.Candidates));
        Assert.Equal(((double)measure.CopyWriteUnits, measure.CopyWriteUnits), (run.Result.WriteUnits, measure.WriteUnits));
        Assert.Equal(60, measure.Shares.Single(share => share.Name == "GSI2").CopyUnits);
        Assert.Equal(Math.Round(2 * measure.ScanReadUnits, 1), measure.ReadUnits);
        Assert.All(measure.Shares, share => Assert.Equal(0, share.DeleteUnits));
    }
}
