using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Refusals;

/// <summary>An item whose copy would break a limit of DynamoDB's is recorded, not sent, and never deleted.</summary>
public sealed class ItemLimitTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const int PrefixBytes = 7;
    private const int LargestItem = 400 * 1024;

    [Theory]
    // GSI4SK holds the new partition key, and a sort key takes 1,024 bytes; an index that is yet to come counts too.
    [InlineData(true, 1024 - PrefixBytes, 'k', true)]
    [InlineData(true, 1025 - PrefixBytes, 'k', false)]
    [InlineData(false, 1024 - PrefixBytes, 'k', true)]
    [InlineData(false, 1025 - PrefixBytes, 'k', false)]
    // Two bytes a character: bytes count.
    [InlineData(true, 1024 - PrefixBytes, 'é', true)]
    [InlineData(true, 1025 - PrefixBytes, 'é', false)]
    public async Task AKeyThatGetsTooLongIsReportedAndNotSent(bool withGsi4, int bytes, char filler, bool fits)
    {
        var fillers = (bytes - "ENTITY#".Length) / (filler == 'k' ? 1 : 2);
        var pk = "ENTITY#" + new string(filler, fillers) + new string('k', bytes - "ENTITY#".Length - (fillers * (filler == 'k' ? 1 : 2)));
        await using var table = await MigratingTable.CreateAsync(engine, [ItemJson.Of(pk, "#META", ("n", ItemJson.N(1)))], withGsi4);
        var before = await table.ContentsAsync();

        var plan = await table.CopyAsync(o => o with { DryRun = true });
        var run = await table.CopyAsync();

        if (fits)
        {
            Assert.Null(run.Error);
            await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
            return;
        }

        foreach (var result in new[] { plan.Result, run.Result })
            AssertFailed(result, "GSI4SK", "1025");
        Assert.Equal(0, table.WriteCalls);
        var delete = (await table.DeleteAsync()).Result;
        Assert.Equal((0L, 1L), (delete.Deleted, delete.Failed + delete.Kept));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task AnIndexKeyThatGetsTooLongIsReportedAndNotSent()
    {
        var item = ItemJson.Of("ENTITY#a", "#META", ("GSI1PK", ItemJson.S("PARENT#" + new string('p', 2048 - "PARENT#".Length))), ("GSI1SK", ItemJson.S("x")));
        await using var table = await MigratingTable.CreateAsync(engine, [item]);

        AssertFailed((await table.CopyAsync()).Result, "GSI1PK", "GSI1");
        Assert.Equal(0, table.WriteCalls);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(30, false)]
    public async Task AnItemThatGetsTooLargeIsReportedAndNotSent(int room, bool fits)
    {
        const int Fixed = 2 + 8 + 2 + 5 + 4;
        var item = ItemJson.Of("ENTITY#a", "#META", ("text", ItemJson.S(new string('t', LargestItem - Fixed - room))));
        await using var table = await MigratingTable.CreateAsync(engine, [item, .. ItemJson.Plain(5)]);

        var run = await table.CopyAsync();

        Assert.Equal(fits ? 6 : 5, run.Result.Written);
        if (!fits)
            AssertFailed(run.Result, "bytes", "409600");
    }

    [Fact]
    public async Task ManyLargeItemsThatCannotBeMigratedDoNotEndTheRun()
    {
        var large = Enumerable.Range(0, 6).Select(i => ItemJson.Of($"ENTITY#{i}", "#META", ("text", ItemJson.S(new string('t', LargestItem - 30)))));
        await using var table = await MigratingTable.CreateAsync(engine, large);

        var run = await table.CopyAsync(o => o with { TotalSegments = 1, ThrottleLimit = 1 });

        Assert.Equal("MigrationIncomplete", run.Error!.ErrorId);
        Assert.Equal((6L, 6L), (run.Result.Candidates, run.Result.Failed));
    }

    [Fact]
    public async Task OneItemThatCannotBeMigratedKeepsADeleteFromBeginning()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [ItemJson.Of("ENTITY#" + new string('k', 1100), "#META"), .. ItemJson.Plain(30)]);

        var run = await table.CopyAsync(o => o with { Delete = true });

        Assert.Equal((DdbMigrationOutcome.Incomplete, 30L, 1L, 0L), (run.Result.Outcome, run.Result.Written, run.Result.Failed, run.Result.Deleted));
        Assert.Equal(31 + 30 + 2, (await table.ContentsAsync()).Count);
    }

    [Fact]
    public async Task ItIsFoundByTheVerificationAndTheMeasurementToo()
    {
        JsonObject[] items = [ItemJson.Of("ENTITY#" + new string('k', 1100), "#META"), .. ItemJson.Plain(3)];
        await using var table = await MigratingTable.CreateAsync(engine, items);
        await table.CopyAsync();

        var measure = await Engine.Measurement.MigrationMeasurement.RunAsync(
            table.Options, Engine.Measurement.OnDemandPrices.UsEast1, table.Observer, CancellationToken.None);
        var checks = await table.VerifyAsync();

        Assert.Equal((4L, 1L), (measure.Candidates, measure.Unmappable));
        Assert.Equal(Engine.Verification.DdbCheckStatus.Fail, checks["CopiesPresent"].Status);
        Assert.Equal(items[0].KeyText(), Assert.Single(table.Differences).SourceKey);
    }

    private static void AssertFailed(DdbMigrationResult result, params string[] fragments)
    {
        Assert.Equal((DdbMigrationOutcome.Incomplete, 1L), (result.Outcome, result.Failed));
        var report = Assert.Single(result.Reports);
        Assert.Equal(DdbItemReason.Failed, report.Reason);
        Assert.StartsWith("PK=ENTITY#", report.SourceKey, StringComparison.Ordinal);
        Assert.All(fragments, fragment => Assert.Contains(fragment, report.Detail, StringComparison.Ordinal));
    }
}
