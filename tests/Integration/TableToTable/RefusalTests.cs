using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.TableToTable;

/// <summary>What cannot go well is refused before anything is written, and the message names the table that it is about.</summary>
public sealed class RefusalTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheSourceIsNoTarget(bool byAnotherEndpoint)
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5));
        await using var alias = LoopbackProxy.Start(engines.First.EndpointUrl);
        var error = await tables.AssertRefusedAsync("TargetIsSource", () => tables.CopyAsync(o => o with
        {
            TargetTableName = o.TableName,
            TargetConnection = byAnotherEndpoint ? o.Connection with { EndpointUrl = alias.EndpointUrl } : null,
        }));
        Assert.Contains(tables.Source.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSourceIsNoTargetOfADeleteOrAnUndoEither()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5));
        MigrationOptions OneTable(MigrationOptions o) => o with { TargetTableName = o.TableName, TargetConnection = null, Mapping = "copy" };
        await tables.AssertRefusedAsync("TargetIsSource", () => tables.DeleteAsync(OneTable));
        await tables.AssertRefusedAsync("TargetIsSource", () => tables.UndoAsync(OneTable));
        await tables.AssertRefusedAsync("TargetIsSource", () => tables.VerifyAsync(OneTable));
    }

    [Fact]
    public async Task NewKeysInOneTableIsAnotherCommand()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5));
        var error = await tables.AssertRefusedAsync("TargetIsAnotherTable", () => KeyMigration.CopyAsync(tables.Options, tables.Observer, CancellationToken.None));
        Assert.Contains("Invoke-DdbTableMigration", error.Message, StringComparison.Ordinal);
        await tables.AssertRefusedAsync("NoTargetTable", () => tables.CopyAsync(o => o with { TargetTableName = null, TargetConnection = null }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATargetThatIsNotThereIsNamedWithItsEndpoint(bool apart)
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), apart);
        var error = await tables.AssertRefusedAsync("TableNotFound", () => tables.CopyAsync(o => o with { TargetTableName = "not-there" }));
        Assert.Equal("not-there", error.Target);
        Assert.Contains("'not-there'", error.Message, StringComparison.Ordinal);
        Assert.Contains(tables.Target.Proxy.EndpointUrl, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASourceThatIsNotThereIsNamedWithItsEndpoint()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), apart: true);
        var error = await tables.AssertRefusedAsync("TableNotFound", () => tables.CopyAsync(o => o with { TableName = "not-there" }));
        Assert.Contains(tables.Source.Proxy.EndpointUrl, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id:S", null, "id (S)")]
    [InlineData("PK:S", null, "PK (S)")]
    [InlineData("PK:S", "SK:N", "PK (S), SK (N)")]
    public async Task ATargetWithAnotherKeyIsRefused(string partition, string? sort, string key)
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), changeTarget: TableSide.WithKey(partition, sort));
        var error = await Assert.ThrowsAsync<Engine.Errors.DdbException>(() => tables.CopyAsync());
        Assert.Equal("WrongTargetKeySchema", error.ErrorId);
        Assert.Contains($"'{tables.Target.Name}' has the key {key}, and the mapping 'copy' makes items with the key PK (S), SK (S)", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, tables.Target.WriteCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATargetThatHoldsItemsIsRefusedUntilItIsAllowed(bool dryRun)
    {
        var theirs = ItemJson.Of("OTHER#1", "#META");
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), targetItems: [theirs]);
        var error = await tables.AssertRefusedAsync("TargetNotEmpty", () => tables.CopyAsync(o => o with { DryRun = dryRun }));
        Assert.Contains($"'{tables.Target.Name}' holds items already, such as {theirs.KeyText()}", error.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowNonEmptyTarget", error.Message, StringComparison.Ordinal);

        var run = await tables.CopyAsync(o => o with { AllowNonEmptyTarget = true, DryRun = dryRun });
        Assert.Null(run.Error);
        if (dryRun)
            return;
        // From then on they are known.
        await tables.CopyAllAsync();
    }

    [Fact]
    public async Task AVerificationOrADeleteBeforeDoesNotMakeTheTargetsItemsTheRunsOwn()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), targetItems: [ItemJson.Of("OTHER#1", "#META")]);
        await tables.VerifyAsync();
        Assert.Equal("MigrationIncomplete", (await tables.DeleteAsync()).Error!.ErrorId);
        await tables.AssertRefusedAsync("TargetNotEmpty", () => tables.CopyAsync());
    }

    [Fact]
    public async Task AnUndoThatWasStoppedLeavesATargetThatCanBeCopiedToAgain()
    {
        var items = ItemJson.Plain(400).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        using var stop = new CancellationTokenSource();
        tables.Target.Proxy.Log.Clear();
        tables.Target.Proxy.Hook = async request =>
        {
            if (request.Operation == "BatchExecuteStatement" && request.NumberOfOperation == 3)
                await stop.CancelAsync();
            return ProxyAction.Forward;
        };
        Assert.True((await tables.UndoAsync(cancellationToken: stop.Token)).IsInterrupted);
        tables.Target.Proxy.Hook = null;
        while (tables.Target.Proxy.Log.UnderWay > 0)
            await Task.Delay(5);
        Assert.InRange((await tables.Target.ContentsAsync()).Count, 1, 399);

        await tables.CopyAllAsync();

        await tables.Target.AssertHoldsAsync(items);
    }

    [Fact]
    public async Task ACheckpointOfAnotherTargetIsRefused()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5));
        await using var others = await TwoTables.CreateAsync(engines, []);
        await tables.CopyAllAsync();
        foreach (var restart in new[] { false, true })
        {
            var error = await tables.AssertRefusedAsync("CheckpointOfAnotherPlan", () => tables.CopyAsync(o => o with { TargetTableName = others.Target.Name, Restart = restart }));
            Assert.Contains($"the target table is '{tables.Target.Name}' there and '{others.Target.Name}' here", error.Message, StringComparison.Ordinal);
        }

        // The same name behind another endpoint is another table too.
        await using var apart = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), apart: true);
        await apart.CopyAllAsync();
        await using var second = await TableSide.CreateAsync(engines.First, "new-" + Guid.NewGuid().ToString("n"), [], null);
        var refused = await apart.AssertRefusedAsync(
            "CheckpointOfAnotherPlan", () => apart.DeleteAsync(o => o with { TargetTableName = second.Name, TargetConnection = second.Connection }));
        Assert.Contains("the target table's endpoint is", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATargetThatWasMadeAgainIsRefusedUntilTheRunStartsOver()
    {
        var items = ItemJson.Plain(50).ToList();
        await using var tables = await TwoTables.CreateAsync(engines, items);
        await tables.CopyAllAsync();
        await tables.Target.MakeAgainAsync();

        var error = await tables.AssertRefusedAsync("CheckpointOfAnotherPlan", () => tables.CopyAsync());
        Assert.Contains("the target table was made at", error.Message, StringComparison.Ordinal);
        Assert.Contains("so it was dropped and made again", error.Message, StringComparison.Ordinal);
        await tables.AssertRefusedAsync("CheckpointOfAnotherPlan", () => tables.DeleteAsync());

        Assert.Equal(50, (await tables.CopyAllAsync(o => o with { Restart = true })).Written);
        await tables.Target.AssertHoldsAsync(items);
    }

    [Theory]
    [InlineData("Scan", true)]
    [InlineData("BatchExecuteStatement", false)]
    [InlineData("DescribeTable", false)]
    public async Task ARefusedCallNamesTheTableThatItWasOn(string operation, bool onSource)
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(5), apart: true, changeTarget: null);
        await using var named = await TableSide.CreateAsync(engines.Second, "elsewhere-" + Guid.NewGuid().ToString("n"), [], null);
        var side = onSource ? tables.Source : named;
        side.Proxy.Hook = request => ValueTask.FromResult(request.Operation == operation || (operation == "BatchExecuteStatement" && request.Operation == "PutItem")
            ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", $"not authorized to perform: dynamodb:{request.Operation}"))
            : ProxyAction.Forward);

        MigrationOptions With(MigrationOptions o) => o with { TargetTableName = named.Name, TargetConnection = named.Connection };
        Engine.Errors.DdbException? error;
        string said;
        try
        {
            var run = await tables.CopyAsync(With);
            error = run.Error;
            said = run.Result.Reports.Count > 0 ? run.Result.Reports[0].Detail : error!.Message;
        }
        catch (Engine.Errors.DdbException thrown)
        {
            (error, said) = (thrown, thrown.Message);
        }

        Assert.NotNull(error);
        Assert.True(error.ErrorId is "AccessDenied" or "MigrationIncomplete", error.ErrorId);
        if (error.ErrorId == "AccessDenied")
            Assert.Contains($"'{side.Name}'", said, StringComparison.Ordinal);
        Assert.Contains("not authorized", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATargetThatGoesAwayMeanwhileIsNamed()
    {
        await using var tables = await TwoTables.CreateAsync(engines, ItemJson.Plain(100));
        var moment = new Intervention(request => request.Operation == "BatchExecuteStatement", () => tables.Target.Raw.DeleteTableAsync(tables.Target.Name));
        tables.Target.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return ProxyAction.Forward;
        };

        var run = await tables.CopyAsync();

        Assert.True(moment.Happened);
        Assert.Equal(("TableNotFound", tables.Target.Name), (run.Error!.ErrorId, run.Error.Target));
        Assert.Contains(tables.Target.Proxy.EndpointUrl, run.Error.Message, StringComparison.Ordinal);
    }
}
