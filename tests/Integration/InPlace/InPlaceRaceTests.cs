using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.InPlace;

/// <summary>A client is at work on an item at the very moment when the migration changes it, or the answer to the change is lost.</summary>
public sealed class InPlaceRaceTests(DynoxideServer engine) : IClassFixture<DynoxideServer>, IDisposable
{
    private const int Each = 20;
    private static readonly JsonObject One = AccountTable.User(7);

    private readonly TestMapping mapping = new(AccountTable.Backfill);

    public void Dispose() => mapping.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatTheRuleReadsMayChange(bool usesPartiQl)
    {
        var (table, run) = await MeetAsync(usesPartiQl, table => table.ChangeAsync(One, ("Username", ItemJson.S("renamed"))));
        await using (table)
        {
            Assert.Null(run.Error);
            Assert.Equal(2 * Each, run.Result.Written);
            ItemAssert.Equal(AccountTable.Filled(One.With("Username", ItemJson.S("renamed"))), await table.GetAsync(One));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatTheRuleDoesNotReadIsLeftAsTheClientWroteIt(bool usesPartiQl)
    {
        var (table, run) = await MeetAsync(usesPartiQl, table => table.ChangeAsync(One, ("visits", ItemJson.N(5)), ("brand new", ItemJson.S("x")), ("nothing", null)));
        await using (table)
        {
            Assert.Null(run.Error);
            Assert.Equal((2 * Each, 0), (run.Result.Written, table.Proxy.Log.Count("BatchGetItem")));
            ItemAssert.Equal(AccountTable.Filled(One).With("visits", ItemJson.N(5)).With("brand new", ItemJson.S("x")).With("nothing", null), await table.GetAsync(One));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnItemThatIsDeletedDoesNotComeBack(bool usesPartiQl)
    {
        var (table, run) = await MeetAsync(usesPartiQl, table => table.DeleteItemAsync(One));
        await using (table)
        {
            Assert.Null(run.Error);
            Assert.Equal(((2 * Each) - 1, 1), (run.Result.Written, run.Result.Skipped));
            Assert.Null(await table.GetAsync(One));
        }
    }

    [Fact]
    public async Task WhatANewClientWritesThereStays()
    {
        var (table, run) = await MeetAsync(true, table => table.ChangeAsync(One, ("GSI2PK", ItemJson.S("MINE")), ("GSI2SK", ItemJson.S("MINE"))));
        await using (table)
        {
            Assert.Null(run.Error);
            Assert.Equal(((2 * Each) - 1, 1), (run.Result.Written, run.Result.Skipped));
            ItemAssert.Equal(One.With("GSI2PK", ItemJson.S("MINE")).With("GSI2SK", ItemJson.S("MINE")), await table.GetAsync(One));
        }
    }

    [Fact]
    public async Task AnItemThatCannotBeMappedAnyMoreIsReported()
    {
        var (table, run) = await MeetAsync(true, table => table.ChangeAsync(One, ("Username", null)));
        await using (table)
        {
            Assert.Equal(("MigrationIncomplete", 1), (run.Error!.ErrorId, run.Result.Failed));
            Assert.Contains("Username", Assert.Single(run.Result.Reports).Detail, StringComparison.Ordinal);
            ItemAssert.Equal(One.With("Username", null), await table.GetAsync(One));
        }
    }

    [Theory]
    [InlineData("BatchExecuteStatement", true)]
    [InlineData("UpdateItem", false)]
    public async Task AnUpdateWhoseAnswerIsLostIsFoundDone(string operation, bool usesPartiQl)
    {
        await using var table = await AccountTable.CreateAsync(engine, Each);
        var before = await table.ContentsAsync();
        var isCut = false;
        table.Proxy.Hook = request =>
        {
            if (request.Operation == operation && request.NumberOfOperation == 2)
            {
                isCut = true;
                return ValueTask.FromResult(ProxyAction.CutAfterForward);
            }

            return ValueTask.FromResult(!usesPartiQl && request.Operation == "BatchExecuteStatement" ? Denied : ProxyAction.Forward);
        };

        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.True(isCut);
        Assert.Null(run.Error);
        Assert.Equal(2 * Each, run.Result.Written);
        await table.AssertHoldsAsync(AccountTable.Expected(before.Values.Where(AccountTable.IsAccount)).Concat(before.Where(pair => !AccountTable.IsAccount(pair.Value)))
            .Aggregate(new TableContents(), static (all, pair) =>
            {
                all.Add(pair.Value);
                return all;
            }));
    }

    [Fact]
    public async Task ARoleWithoutPartiQlRightsIsWarnedOnce()
    {
        await using var table = await AccountTable.CreateAsync(engine, Each);
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement" ? Denied : ProxyAction.Forward);

        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.Null(run.Error);
        Assert.Equal((2 * Each, 2 * Each), (run.Result.Written, table.Proxy.Log.Count("UpdateItem")));
        Assert.Contains("dynamodb:PartiQLUpdate", Assert.Single(table.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnItemThatIsMadeAndUnmadeAllTheTimeIsGivenUpAndReported()
    {
        await using var table = await AccountTable.CreateAsync(engine, 2);
        var number = 0;
        table.Proxy.Hook = async request =>
        {
            if (request.Operation is "BatchExecuteStatement" or "UpdateItem" && Intervention.Names(request, AccountTable.User(1).Text("PK")))
                await table.ChangeAsync(AccountTable.User(1), ("Username", ItemJson.S($"name {++number}")));
            return ProxyAction.Forward;
        };

        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });

        Assert.Equal(("MigrationIncomplete", 1, 3), (run.Error!.ErrorId, run.Result.Failed, run.Result.Written));
        ItemAssert.Equal(AccountTable.User(1, $"name {number}"), await table.GetAsync(AccountTable.User(1)));
    }

    private static ProxyAction Denied => ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", "User: r is not authorized to perform: dynamodb:PartiQLUpdate."));

    private async Task<(MigratingTable Table, MigrationRun<DdbMigrationResult> Run)> MeetAsync(bool usesPartiQl, Func<MigratingTable, Task> act)
    {
        var table = await AccountTable.CreateAsync(engine, Each);
        var meeting = new Intervention(
            request => request.Operation == (usesPartiQl ? "BatchExecuteStatement" : "UpdateItem") && Intervention.Names(request, One.Text("PK")), () => act(table));
        table.Proxy.Hook = async request =>
        {
            if (!usesPartiQl && request.Operation == "BatchExecuteStatement")
                return Denied;
            await meeting.MeetAsync(request);
            return ProxyAction.Forward;
        };
        var run = await table.CopyAsync(o => o with { Mapping = mapping.Path });
        Assert.True(meeting.Happened);
        return (table, run);
    }
}
