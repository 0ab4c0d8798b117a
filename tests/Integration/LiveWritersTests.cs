using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Load;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration;

/// <summary>What the live writers' ledger says is what the table holds, and what they must not do they do not.</summary>
public sealed class LiveWritersTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string NamespaceId = MigratingTable.NamespaceId;

    // So fast that clients meet on one item.
    private static readonly LiveLoad Load = new(Seed: 81, WritesPerSecond: 5000, FirstItems: 30, MostItems: 80);

    [Fact]
    public async Task TheLedgerIsTheTableWhileNothingMigrates()
    {
        await using var table = await MigratingTable.CreateAsync(engine, [], isRegistered: false);
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, NamespaceId, Load);
        TableAssert.Equal(TableContents.Of(writers.Ledger.OldItems()), await table.ContentsAsync());

        for (var target = 300; target <= 900; target += 300)
        {
            writers.Start();
            await writers.WaitForAsync(ledger => ledger.Acknowledged >= target);
            await writers.PauseAsync();
            TableAssert.Equal(TableContents.Of(writers.Ledger.OldItems()), await table.ContentsAsync());
        }

        var ledger = writers.Ledger;
        Assert.True(ledger.Increments > 0 && ledger.Creations > 0 && ledger.Deletions > 0, ledger.ToString());
        Assert.Equal((0, ledger.Acknowledged), (ledger.NewIncrements, ledger.Increments + ledger.Creations + ledger.Deletions));
        Assert.True(writers.Refused > 0, "No two clients met on one item.");
        Assert.Contains(ledger.Records, r => r is { IsAlive: true, Life: > 1 });
        Assert.Contains(ledger.Records, r => !r.IsAlive);
        Assert.All([0, 1, 2], kind => Assert.Contains(ledger.Records, r => r.Item.Number % 3 == kind && r is { IsAlive: true, OldHits: > 0 }));
    }

    [Fact]
    public async Task AfterTheCutOverTheNewItemsHaveEveryIncrement()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var registry = await table.ContentsAsync();
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, NamespaceId, Load);
        writers.Start();
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= 300);
        await writers.PauseAsync();
        await table.CopyAllAsync();

        await writers.CutOverAsync(CutOver.WhenCaughtUp);
        await writers.WaitForAsync(ledger => ledger.NewIncrements >= 300);
        await writers.PauseAsync();

        TableAssert.Equal(
            TableContents.Of(registry.Values.Concat(writers.Ledger.OldItems()).Concat(writers.Ledger.NewItems(NamespaceId))),
            await table.ContentsAsync());
        Assert.All(writers.Ledger.Records.Where(r => r.NewHits > 0), r => Assert.True(r.IsAlive));
    }

    [Theory]
    [InlineData(CutOver.WhenCaughtUp)]
    [InlineData(CutOver.AtOnce)]
    public async Task ACopyThatIsOutOfDateIsUsedOnlyByClientsThatDoNotWait(CutOver cutOver)
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, NamespaceId, Load);
        await table.CopyAllAsync();
        writers.Start();
        await writers.WaitForAsync(ledger => ledger.Acknowledged >= 25);
        await writers.PauseAsync();

        await writers.CutOverAsync(cutOver);
        await writers.WaitForAsync(ledger => ledger.NewIncrements >= 200);
        await writers.PauseAsync();

        var records = writers.Ledger.Records.Where(r => r.IsAlive).ToList();
        var outOfDate = records.Where(r => r.Life > 1 || r.OldHits > 0 || r.Item.Number >= Load.FirstItems).ToList();
        Assert.NotEmpty(outOfDate);
        Assert.Contains(records.Except(outOfDate), r => r.NewHits > 0);
        if (cutOver == CutOver.WhenCaughtUp)
            Assert.All(outOfDate, r => Assert.Equal(0, r.NewHits));
        else
            Assert.Contains(outOfDate, r => r.NewHits > 0);
        var there = await table.ContentsAsync();
        TableAssert.Equal(
            TableContents.Of(writers.Ledger.OldItems()),
            there.Where(i => ExpectedTable.IsUnprefixed(i.Key.Pk)).ToDictionary(i => i.Key, i => i.Value));
    }

    [Fact]
    public async Task AWriteThatIsNotAnsweredFailsTheTest()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        var writers = await LiveWriters.CreateAsync(table.Proxy.EndpointUrl, table.Name, NamespaceId, Load);
        table.Proxy.Log.Clear();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Number > 50 ? ProxyAction.Cut : ProxyAction.Forward);
        writers.Start();

        await Assert.ThrowsAsync<HttpRequestException>(() => writers.WaitForAsync(ledger => ledger.Acknowledged >= 1000));
        await Assert.ThrowsAsync<HttpRequestException>(async () => await writers.DisposeAsync());
    }

    [Fact]
    public async Task NoMoreIsWrittenThanTheLoadAllows()
    {
        await using var table = await MigratingTable.CreateAsync(engine, []);
        await using var writers = await LiveWriters.CreateAsync(engine.EndpointUrl, table.Name, NamespaceId, Load with { MostWrites = 100 });
        writers.Start();

        await Assert.ThrowsAsync<TimeoutException>(() => writers.WaitForAsync(ledger => ledger.Acknowledged >= 1000));

        Assert.InRange(writers.Ledger.Acknowledged, 100, 100 + Load.Clients);
    }
}
