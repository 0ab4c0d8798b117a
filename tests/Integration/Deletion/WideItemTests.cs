using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>Items with more attributes than a condition can name.</summary>
public sealed class WideItemTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Wide = ItemJson.Wide("ENTITY#wide");

    /// <summary>A change that no condition on the item's own attributes notices; which of those a condition names is the engine's order.</summary>
    private static readonly JsonObject Changed = Wide.With("added", ItemJson.S("changed"));

    public static TheoryData<string> AttributesAtBothEnds => new() { "attribute_number_0000", "attribute_number_0399", "added" };

    [Theory]
    [InlineData(100)]
    [InlineData(148)]
    [InlineData(149)]
    [InlineData(180)]
    [InlineData(400)]
    public async Task AWideItemIsDeleted(int attributes)
    {
        await using var table = await MigratingTable.CreateAsync(engine, [ItemJson.Wide("ENTITY#wide", attributes), .. ItemJson.Plain(20)]);
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { Delete = true });

        Assert.Null(run.Error);
        Assert.Equal(21, run.Result.Deleted);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [MemberData(nameof(AttributesAtBothEnds))]
    public async Task AWideItemThatChangesAtTheMomentOfTheDeleteIsThereAsItThenWas(string attribute)
    {
        var changed = Wide.With(attribute, ItemJson.S("changed"));
        await using var table = await CreateAsync();
        var moment = table.Before(r => r.Operation == "DeleteItem", () => table.PutAsync(changed));

        var run = await table.DeleteAsync();

        Assert.True(moment.Happened);
        ItemAssert.Equal(changed, await table.GetAsync(Wide));
        AssertReported(run);
    }

    [Fact]
    public async Task WhatAnOldClientWritesBeforeItIsPutBackStays()
    {
        var changedAgain = Wide.With("added", ItemJson.S("changed again"));
        await using var table = await CreateAsync();
        var first = new Intervention(r => r.Operation == "DeleteItem", () => table.PutAsync(Changed));
        var second = new Intervention(r => r.Operation == "PutItem", () => table.PutAsync(changedAgain));
        table.Proxy.Hook = async request =>
        {
            await first.MeetAsync(request);
            await second.MeetAsync(request);
            return ProxyAction.Forward;
        };

        var run = await table.DeleteAsync();

        Assert.True(first.Happened && second.Happened);
        ItemAssert.Equal(changedAgain, await table.GetAsync(Wide));
        AssertReported(run);
    }

    [Fact]
    public async Task PuttingBackIsTriedAgain()
    {
        var table = await ChangingAsync(times: 1, "TransactionConflictException");
        await using (table)
        {
            var run = await table.DeleteAsync();

            ItemAssert.Equal(Changed, await table.GetAsync(Wide));
            AssertReported(run);
        }
    }

    [Fact]
    public async Task AnItemThatCannotBePutBackIsReportedAndNotCountedAsDeleted()
    {
        var table = await ChangingAsync(times: int.MaxValue, "AccessDeniedException");
        await using (table)
        {
            var run = await table.DeleteAsync();

            Assert.NotNull(run.Error);
            Assert.Equal(0, run.Result.Deleted);
            Assert.Contains(run.Result.Reports, report => report.SourceKey == Wide.KeyText());
        }
    }

    [Fact]
    public async Task PuttingBackIsNotStoppedHalfWay()
    {
        using var stop = new CancellationTokenSource();
        await using var table = await CreateAsync();
        var first = new Intervention(r => r.Operation == "DeleteItem", () => table.PutAsync(Changed));
        table.Proxy.Hook = async request =>
        {
            await first.MeetAsync(request);
            if (request.Operation == "PutItem")
                await stop.CancelAsync();
            return ProxyAction.Forward;
        };

        var run = await table.DeleteAsync(cancellationToken: stop.Token);

        Assert.True(first.Happened && stop.IsCancellationRequested);
        Assert.True(run.IsInterrupted);
        ItemAssert.Equal(Changed, await table.GetAsync(Wide));
    }

    private async Task<MigratingTable> CreateAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, [Wide]);
        await table.CopyAllAsync();
        return table;
    }

    /// <summary>The wide item changes at its delete, and the first so many puts fail.</summary>
    private async Task<MigratingTable> ChangingAsync(int times, string error)
    {
        var table = await CreateAsync();
        table.Proxy.Log.Clear();
        var first = new Intervention(r => r.Operation == "DeleteItem", () => table.PutAsync(Changed));
        table.Proxy.Hook = async request =>
        {
            await first.MeetAsync(request);
            return request.Operation == "PutItem" && request.NumberOfOperation <= times
                ? ProxyAction.Respond(ProxiedResponse.Error(400, error, "Refused by the test."))
                : ProxyAction.Forward;
        };
        return table;
    }

    private static void AssertReported(MigrationRun<DdbMigrationResult> run)
    {
        Assert.Equal((DdbMigrationOutcome.Incomplete, 0L, 1L), (run.Result.Outcome, run.Result.Deleted, run.Result.Kept));
        Assert.Equal(Wide.KeyText(), Assert.Single(run.Result.Reports).SourceKey);
    }
}
