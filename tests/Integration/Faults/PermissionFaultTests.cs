using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Faults;

/// <summary>A role without PartiQL rights migrates too, more slowly; one that may not write at all is told so.</summary>
public sealed class PermissionFaultTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Message = "User: arn:aws:iam::111122223333:role/r is not authorized to perform: dynamodb:PartiQLInsert on the table";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ARoleWithoutPartiQlRightsCopiesItemByItemAndIsWarnedOnce(bool wholeRequest)
    {
        await using var table = await MigratingTable.CreateAsync(engine, FixtureTable.Items().Take(400));
        var before = await table.ContentsAsync();
        Deny(table, wholeRequest);

        var result = await table.CopyAllAsync();

        Assert.Equal((400L, 400), (result.Written, table.Proxy.Log.Count("PutItem")));
        Assert.InRange(table.Proxy.Log.Count("BatchExecuteStatement"), 1, 16);
        Assert.Contains("PartiQL", Assert.Single(table.Observer.Warnings), StringComparison.Ordinal);
        await table.AssertHoldsAsync(ExpectedTable.AfterCopy(before.Values, MigratingTable.NamespaceId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ARoleWithoutPartiQlRightsDeletesItemByItemAndIsWarnedOnce(bool wholeRequest)
    {
        await using var table = await MigratingTable.CreateAsync(engine, SampleTable.Items(400, 51));
        var before = await table.ContentsAsync();
        await table.CopyAllAsync();
        var warnings = table.Observer.Warnings.Count;
        Deny(table, wholeRequest);

        var run = await table.DeleteAsync();

        Assert.Null(run.Error);
        Assert.Equal((400L, 400), (run.Result.Deleted, table.Proxy.Log.Count("DeleteItem")));
        Assert.Equal(warnings + 1, table.Observer.Warnings.Count);
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }

    [Fact]
    public async Task WithoutPartiQlRightsNothingIsOverwrittenEither()
    {
        var items = ItemJson.Plain(40).ToList();
        var taken = ExpectedTable.CopyOf(items[3], MigratingTable.NamespaceId).With("name", ItemJson.S("taken"));
        await using var table = await MigratingTable.CreateAsync(engine, items);
        Deny(table, wholeRequest: true);
        var moment = new Intervention(r => r.Operation == "PutItem" && Intervention.Names(r, taken.Text("PK")), () => table.PutAsync(taken));
        var deny = table.Proxy.Hook!;
        table.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return await deny(request);
        };

        var run = await table.CopyAsync();

        Assert.True(moment.Happened);
        Assert.Equal((39L, 1L), (run.Result.Written, run.Result.Conflicts));
        Assert.Equal("taken", (await table.GetCopyAsync(items[3]))!.Text("name"));
    }

    [Theory]
    [InlineData("PutItem")]
    [InlineData("Scan")]
    [InlineData("BatchGetItem")]
    public async Task AMissingRightEndsTheRunAndIsNamed(string operation)
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(60));
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == operation || request.Operation == "BatchExecuteStatement"
            ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", $"not authorized to perform: dynamodb:{request.Operation}"))
            : ProxyAction.Forward);

        var run = await table.CopyAsync();

        Assert.Equal(("AccessDenied", DdbErrorKind.PermissionDenied, table.Name), (run.Error!.ErrorId, run.Error.Kind, run.Error.Target));
        Assert.Contains($"dynamodb:{operation}", run.Error.Message, StringComparison.Ordinal);
        Assert.Equal((DdbMigrationOutcome.Incomplete, 0L), (run.Result.Outcome, run.Result.Written));
    }

    [Fact]
    public async Task AMissingRightToDescribeTheTableRefusesTheRun()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(3));
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "DescribeTable"
            ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", "not authorized to perform: dynamodb:DescribeTable"))
            : ProxyAction.Forward);

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync());

        Assert.Equal("AccessDenied", error.ErrorId);
        Assert.Equal(0, table.WriteCalls);
    }

    private static void Deny(MigratingTable table, bool wholeRequest)
    {
        table.Proxy.Log.Clear();
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation != "BatchExecuteStatement" ? ProxyAction.Forward
            : wholeRequest ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", Message))
            : StatementFault.Inject(request, (_, _) => new StatementFault("AccessDenied", Message)));
    }
}
