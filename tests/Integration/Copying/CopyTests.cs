using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Copying;

/// <summary>A copy leaves everything as it was and adds exactly the published copies.</summary>
public sealed class CopyTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheFixtureIsCopiedItemForItem()
    {
        await using var table = await MigratingTable.CreateAsync(engine, FixtureTable.Items());
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync();

        Assert.Null(run.Error);
        Assert.False(run.IsInterrupted);
        Assert.Equal(DdbMigrationOutcome.Completed, run.Result.Outcome);
        Assert.Equal((1213, 1213), (run.Result.Candidates, run.Result.Written));
        // The scan may meet copies that the run has written behind it.
        Assert.InRange(run.Result.Scanned, 1215, 1215 + 1213);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(7, true)]
    [InlineData(20_250_101, false)]
    public async Task ASampleIsCopiedItemForItem(int seed, bool withGsi4)
    {
        await using var table = await MigratingTable.CreateAsync(
            engine, SampleTable.Items(2000, seed, includePrefixed: true), withGsi4);
        var before = await table.ContentsAsync();
        Assert.Equal(2002, before.Count);

        var run = await table.CopyAsync();

        Assert.Null(run.Error);
        var result = run.Result;
        Assert.Equal(before.Keys.Count(key => ExpectedTable.IsUnprefixed(key.Pk)), result.Candidates);
        Assert.Equal(result.Candidates, result.Written);
        Assert.Equal(0, result.AlreadyMigrated + result.Conflicts + result.Failed + result.Deleted + result.Kept + result.ToWrite);
        Assert.Empty(result.Reports);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 32)]
    [InlineData(500, 1)]
    [InlineData(500, 32)]
    [InlineData(3, 2)]
    public async Task SegmentsAndConcurrencyChangeNothing(int segments, int throttleLimit)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(400, 3));
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { TotalSegments = segments, ThrottleLimit = throttleLimit });

        Assert.Null(run.Error);
        Assert.Equal((400, 400), (run.Result.Candidates, run.Result.Written));
        Assert.True(table.Proxy.Log.Count("Scan") >= segments, $"{table.Proxy.Log.Count("Scan")} scans for {segments} segments.");
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task NoMoreRequestsAreUnderWayThanAllowed()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(600, 3));

        var run = await table.CopyAsync(o => o with { ThrottleLimit = 1 });

        Assert.Null(run.Error);
        Assert.True(table.Proxy.Log.PeakConcurrency <= 2, $"{table.Proxy.Log.PeakConcurrency} requests at once: one to scan and one to write were allowed.");
    }

    [Fact]
    public async Task ATableWithoutOldItemsIsCopiedAtOnce()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync();

        Assert.Null(run.Error);
        Assert.Equal((DdbMigrationOutcome.Completed, 2L, 0L), (run.Result.Outcome, run.Result.Scanned, run.Result.Candidates));
        Assert.Equal(0, table.WriteCalls);
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ANamespaceIsFoundByItsIdToo()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { Namespace = "ignored", NamespaceId = MigratingTable.NamespaceId });

        Assert.Null(run.Error);
        Assert.Equal(("default", MigratingTable.NamespaceId), (run.Result.Namespace, run.Result.NamespaceId));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }
}
