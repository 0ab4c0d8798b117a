using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>Each statement of a batch fails on its own, and each answer is read.</summary>
public sealed class StatementFaultTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("ThrottlingError", true)]
    [InlineData("ProvisionedThroughputExceeded", true)]
    [InlineData("RequestLimitExceeded", true)]
    [InlineData("InternalServerError", false)]
    [InlineData("TransactionConflict", false)]
    public async Task StatementsThatFailForTheMomentAreSentAgain(string code, bool isThrottling)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 31));
        var before = await table.ContentsAsync();
        var failed = FailFirstTime(table, new StatementFault(code), (_, index) => index % 3 == 1);

        var run = await table.CopyAsync();

        Assert.Null(run.Error);
        Assert.NotEmpty(failed);
        Assert.Equal((300L, failed.Count), (run.Result.Written, run.Result.Retries));
        Assert.Equal(isThrottling ? failed.Count : 0, run.Result.Throttled);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task AStatementThatTookEffectAndFailedIsFoundWritten()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 32));
        var before = await table.ContentsAsync();
        var failed = FailFirstTime(table, new StatementFault("InternalServerError", Executed: true), (_, index) => index % 4 == 0);

        var run = await table.CopyAsync();

        Assert.Null(run.Error);
        Assert.Equal((300L - failed.Count, failed.Count), (run.Result.Written, run.Result.AlreadyMigrated));
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task AStatementThatIsRefusedIsPutInAnotherWay()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));
        var before = await table.ContentsAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement"
            ? StatementFault.Inject(request, (statement, _) => Names(statement, "a7x3kq/ENTITY#user-5") ? new StatementFault("ValidationError") : null)
            : ProxyAction.Forward);

        var result = await table.CopyAllAsync();

        Assert.Equal((100L, 1), (result.Written, table.Proxy.Log.Count("PutItem")));
        Assert.Empty(table.Observer.Warnings);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData("ItemCollectionSizeLimitExceeded")]
    [InlineData("SomethingNew")]
    public async Task AStatementThatFailsForGoodIsRecordedWithItsKeyAndTheOthersAreWritten(string code)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(100));
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement"
            ? StatementFault.Inject(request, (statement, _) => Names(statement, "a7x3kq/ENTITY#user-5") ? new StatementFault(code, "Because of the test.") : null)
            : ProxyAction.Forward);

        var run = await table.CopyAsync();

        Assert.Equal("MigrationIncomplete", run.Error!.ErrorId);
        Assert.Equal((DdbMigrationOutcome.Incomplete, 99L, 1L), (run.Result.Outcome, run.Result.Written, run.Result.Failed));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Failed, "PK=ENTITY#user-5, SK=#META", "PK=a7x3kq/ENTITY#user-5, SK=#META"), (report.Reason, report.SourceKey, report.TargetKey));
        Assert.Contains(code, report.Detail, StringComparison.Ordinal);
        Assert.Contains("Because of the test.", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStatementThatNeverGetsThroughIsGivenUpAndRecorded()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(30));
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement"
            ? StatementFault.Inject(request, (statement, _) => Names(statement, "a7x3kq/ENTITY#user-5") ? new StatementFault("ThrottlingError") : null)
            : ProxyAction.Forward);

        var run = await table.CopyAsync();

        Assert.Equal((DdbMigrationOutcome.Incomplete, 29L, 1L), (run.Result.Outcome, run.Result.Written, run.Result.Failed));
        Assert.Contains("ThrottlingError", Assert.Single(run.Result.Reports).Detail, StringComparison.Ordinal);

        table.Proxy.Hook = null;
        Assert.Equal((1L, 29L), ((await table.CopyAllAsync()) is var again) ? (again.Written, again.AlreadyMigrated) : default);
    }

    [Fact]
    public async Task DeleteStatementsThatFailForTheMomentAreSentAgain()
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(300, 33));
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        var failed = FailFirstTime(table, new StatementFault("ThrottlingError"), (_, index) => index % 2 == 0);

        var run = await table.DeleteAsync();

        Assert.Null(run.Error);
        Assert.NotEmpty(failed);
        Assert.Equal((300L, (long)failed.Count), (run.Result.Deleted, run.Result.Throttled));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task ADeleteStatementThatFailsForGoodKeepsItsItem()
    {
        var items = ItemJson.Plain(50).ToList();
        await using var table = await MigratingTable.CreateAsync(engine, items);
        await table.CopyAllAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement"
            ? StatementFault.Inject(request, (statement, _) => Names(statement, "ENTITY#user-5") ? new StatementFault("SomethingNew") : null)
            : ProxyAction.Forward);

        var run = await table.DeleteAsync();

        Assert.Equal((49L, 1L), (run.Result.Deleted, run.Result.Kept));
        Assert.Equal((DdbItemReason.Kept, "PK=ENTITY#user-5, SK=#META"), Assert.Single(run.Result.Reports) is var report ? (report.Reason, report.SourceKey) : default);
        Assert.NotNull(await table.GetAsync(items[4]));
    }

    /// <summary>Lets chosen statements fail when they come for the first time.</summary>
    /// <returns>The parameters of the statements that have failed.</returns>
    private static ConcurrentDictionary<string, bool> FailFirstTime(MigratingTable table, StatementFault fault, Func<JsonObject, int, bool> chosen)
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var failed = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchExecuteStatement"
            ? StatementFault.Inject(request, (statement, index) =>
            {
                var text = statement["Parameters"]!.ToJsonString();
                return seen.TryAdd(text, true) && chosen(statement, index) && failed.TryAdd(text, true) ? fault : null;
            })
            : ProxyAction.Forward);
        return failed;
    }

    private static bool Names(JsonObject statement, string pk) =>
        statement["Parameters"]!.AsArray().Any(parameter => parameter!["S"] is { } text && text.GetValue<string>() == pk);
}
