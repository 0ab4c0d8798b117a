using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Registry;

/// <summary>A namespace is registered, deleted, restored; its data stays.</summary>
public sealed class LifeCycleTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Id = MigratingTable.NamespaceId;

    [Fact]
    public async Task UnregisteringRemovesTheForwardRecordAndMarksTheReverseOne()
    {
        await using var table = await CreateAsync();
        var before = (await table.ReverseRecordAsync(Id))!;
        var earliest = DateTimeOffset.UtcNow.AddSeconds(-1);

        var ns = await table.UnregisterAsync("default");

        Assert.Null(await table.ForwardRecordAsync("default"));
        var after = (await table.ReverseRecordAsync(Id))!;
        ItemAssert.Equal(before.With("status", ItemJson.S("deleted")).With("deleted_at", ItemJson.S(after.Text("deleted_at"))), after);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", after.Text("deleted_at"));
        Assert.Equal(("default", Id, "deleted", DateTimeOffset.Parse(after.Text("deleted_at"))), (ns.Name, ns.NamespaceId, ns.Status, ns.DeletedAt!.Value));
        Assert.InRange(ns.DeletedAt!.Value, earliest, DateTimeOffset.UtcNow);
        Assert.Equal(20, (await table.ContentsAsync()).Keys.Count(key => key.Pk.StartsWith(Id + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ADeletedNamespaceIsListedOnlyWithAllAndDoesNotResolve()
    {
        await using var table = await CreateAsync();
        await table.RegisterAsync("other", "other-id");
        await table.UnregisterAsync("default");

        Assert.Equal("other:other-id:active", await table.ListAsync());
        Assert.Equal($"default:{Id}:deleted other:other-id:active", await table.ListAsync(all: true));
        Assert.Equal("deleted", (await table.ShowAsync("", Id)).Status);
        Assert.Equal("NamespaceNotRegistered", (await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync())).ErrorId);
        Assert.Equal("NamespaceNotActive", (await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { NamespaceId = Id }))).ErrorId);
        Assert.Equal("NamespaceNotActive", (await Assert.ThrowsAsync<DdbException>(() => table.DeleteAsync(o => o with { NamespaceId = Id }))).ErrorId);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("purging")]
    public async Task AForwardRecordThatIsNotActiveDoesNotResolve(string status)
    {
        await using var table = await CreateAsync();
        await table.PutAsync((await table.ForwardRecordAsync("default"))!.With("status", ItemJson.S(status)));

        var error = await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync());

        Assert.Equal(("NamespaceNotActive", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
        Assert.Contains(status, error.Message, StringComparison.Ordinal);
        Assert.Equal("NamespaceNotActive", (await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync("default"))).ErrorId);
        Assert.Equal("NamespaceNotActive", (await Assert.ThrowsAsync<DdbException>(() => table.UnregisterAsync("default"))).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RestoringPutsBothRecordsBack(bool byName)
    {
        await using var table = await CreateAsync();
        var before = await table.ContentsAsync();
        await table.UnregisterAsync("default");

        var ns = await table.RestoreAsync(byName ? "default" : null, byName ? null : Id);

        Assert.Equal(("default", Id, "active", null), (ns.Name, ns.NamespaceId, ns.Status, ns.DeletedAt));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task ANameThatIsTakenMeanwhileIsNotGivenBack()
    {
        await using var table = await CreateAsync();
        await table.UnregisterAsync("default");
        var second = await table.RegisterAsync("default");
        var before = await table.ContentsAsync();

        var error = await Assert.ThrowsAsync<DdbException>(() => table.RestoreAsync(null, Id));

        Assert.Equal(("NamespaceNameTaken", DdbErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.False(string.Equals(Id, second.NamespaceId, StringComparison.Ordinal));
        await table.AssertHoldsAsync(before);

        await table.UnregisterAsync("default");
        Assert.Equal("NamespaceAmbiguous", (await Assert.ThrowsAsync<DdbException>(() => table.RestoreAsync("default"))).ErrorId);
        Assert.Equal(Id, (await table.RestoreAsync(null, Id)).NamespaceId);
        Assert.Equal($"default:{Id}:active", await table.ListAsync());
    }

    [Fact]
    public async Task OnlyADeletedNamespaceIsRestored()
    {
        await using var table = await CreateAsync();
        Assert.Equal("NamespaceNotDeleted", (await Assert.ThrowsAsync<DdbException>(() => table.RestoreAsync("default"))).ErrorId);
        Assert.Equal("NamespaceNotRegistered", (await Assert.ThrowsAsync<DdbException>(() => table.RestoreAsync("unknown"))).ErrorId);
        Assert.Equal("NamespaceNotRegistered", (await Assert.ThrowsAsync<DdbException>(() => table.RestoreAsync(null, "unknown"))).ErrorId);
        Assert.Equal("NamespaceNotRegistered", (await Assert.ThrowsAsync<DdbException>(() => table.UnregisterAsync("unknown"))).ErrorId);
    }

    [Fact]
    public async Task ManyUnregistrationsAtOnceAreOne()
    {
        await using var table = await CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await table.UnregisterAsync("default")).Status;
            }
            catch (DdbException error)
            {
                return error.ErrorId;
            }
        })));

        Assert.Single(outcomes, "deleted");
        Assert.Equal(7, outcomes.Count(outcome => outcome == "NamespaceNotRegistered"));
        Assert.Equal($"default:{Id}:deleted", await table.ListAsync(all: true));
    }

    [Fact]
    public async Task AChangeWhoseAnswerIsLostIsMadeOnce()
    {
        await using var table = await CreateAsync();
        table.Proxy.Log.Clear();
        table.Proxy.Hook = request => ValueTask.FromResult(
            request.Operation == "TransactWriteItems" && request.NumberOfOperation is 1 or 3 ? ProxyAction.CutAfterForward : ProxyAction.Forward);

        Assert.Equal("deleted", (await table.UnregisterAsync("default")).Status);
        Assert.Equal("active", (await table.RestoreAsync("default")).Status);

        Assert.Equal(4, table.Proxy.Log.Count("TransactWriteItems"));
        Assert.Equal($"default:{Id}:active", await table.ListAsync(all: true));
    }

    [Fact]
    public async Task AReverseRecordThatLacksMembersIsCompleted()
    {
        await using var table = await CreateAsync();
        var full = (await table.ReverseRecordAsync(Id))!;
        await table.PutAsync(ItemJson.Of(RegistryTable.Partition, "#NSID#" + Id, ("namespace_id", ItemJson.S(Id)), ("status", ItemJson.S("active"))));

        await table.UnregisterAsync("default");
        await table.RestoreAsync(null, Id);

        ItemAssert.Equal(full, await table.ReverseRecordAsync(Id));
        Assert.Equal("default", (await table.ForwardRecordAsync("default"))!.Text("namespace_name"));
    }

    private async Task<MigratingTable> CreateAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(20));
        await table.CopyAllAsync();
        return table;
    }
}
