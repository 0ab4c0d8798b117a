using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Proxy;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Registry;

/// <summary>Purging a deleted namespace takes all that is its own and nothing else.</summary>
public sealed class ClearTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private const string Id = MigratingTable.NamespaceId;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ItsItemsGoAndThenItsRecord(bool byName)
    {
        await using var table = await CreateAsync(SampleTable.Items(400, 1, includePrefixed: true));
        var left = await WithoutTheNamespaceAsync(table);
        var itsOwn = (await table.ContentsAsync()).Keys.Count(key => key.Pk.StartsWith(Id + "/", StringComparison.Ordinal));
        await table.UnregisterAsync("default");

        var purge = await table.ClearAsync(byName ? "default" : null, byName ? null : Id);

        Assert.Equal((table.Name, "default", Id, (long)itsOwn), (purge.TableName, purge.Name, purge.NamespaceId, purge.Deleted));
        await table.AssertHoldsAsync(left);
        Assert.Equal("", await table.ListAsync(all: true));
        Assert.Equal(Id, (await table.RegisterAsync("default", Id)).NamespaceId);
    }

    [Fact]
    public async Task OtherNamespacesAndItemsWhoseOwnKeyIsNotItsStay()
    {
        JsonObject[] others =
        [
            // An index attribute alone is no leave to delete.
            ItemJson.Of("ENTITY#pretender", "#META", ("GSI4PK", ItemJson.S(Id)), ("GSI4SK", ItemJson.S("x"))),
            ItemJson.Of("other-id/ENTITY#pretender", "#META", ("GSI4PK", ItemJson.S(Id)), ("GSI4SK", ItemJson.S("x"))),
            ItemJson.Of(Id + "2/ENTITY#x", "#META", ("GSI4PK", ItemJson.S(Id + "2")), ("GSI4SK", ItemJson.S(Id + "2/ENTITY#x"))),
            ItemJson.Of(Id, "#META", ("GSI4PK", ItemJson.S(Id)), ("GSI4SK", ItemJson.S("x"))),
        ];
        await using var table = await CreateAsync(ItemJson.Plain(30));
        await table.RegisterAsync("other", "other-id");
        await table.CopyAsync(o => o with { Namespace = "other", CheckpointPath = table.NewCheckpointPath() });
        await table.Raw.LoadAsync(table.Name, others);
        var left = await WithoutTheNamespaceAsync(table);
        await table.UnregisterAsync("default");

        Assert.Equal(30, (await table.ClearAsync("default")).Deleted);

        await table.AssertHoldsAsync(left);
    }

    [Fact]
    public async Task OnlyADeletedNamespaceIsCleared()
    {
        await using var table = await CreateAsync(ItemJson.Plain(5));
        var before = await table.ContentsAsync();

        var active = await Assert.ThrowsAsync<DdbException>(() => table.ClearAsync("default"));
        var activeById = await Assert.ThrowsAsync<DdbException>(() => table.ClearAsync(null, Id));
        var unknown = await Assert.ThrowsAsync<DdbException>(() => table.ClearAsync("unknown"));
        var reserved = await Assert.ThrowsAsync<DdbException>(() => table.ClearAsync(null, "_"));

        Assert.Equal(("NamespaceNotDeleted", DdbErrorKind.InvalidState), (active.ErrorId, active.Kind));
        Assert.Equal("NamespaceNotDeleted NamespaceNotRegistered ReservedNamespace", string.Join(' ', activeById.ErrorId, unknown.ErrorId, reserved.ErrorId));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task WithoutItsIndexNothingIsMarkedOrDeleted()
    {
        await using var table = await MigratingTable.CreateAsync(engine, ItemJson.Plain(5), withGsi4: false);
        await table.CopyAllAsync();
        await table.UnregisterAsync("default");
        var before = await table.ContentsAsync();

        var error = await Assert.ThrowsAsync<DdbException>(() => table.ClearAsync("default"));

        Assert.Equal("IndexMissing", error.ErrorId);
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData("UpdateItem", 1, "deleted")]
    [InlineData("Query", 3, "purging")]
    [InlineData("BatchWriteItem", 1, "purging")]
    [InlineData("BatchWriteItem", 6, "purging")]
    [InlineData("DeleteItem", 1, "purging")]
    public async Task AClearThatIsStoppedGoesOnWhenItIsRunAgain(string operation, int number, string status)
    {
        await using var table = await CreateAsync(ItemJson.Plain(300));
        var left = await WithoutTheNamespaceAsync(table);
        await table.UnregisterAsync("default");
        table.Proxy.Log.Clear();
        using var stop = new CancellationTokenSource();
        table.Proxy.Hook = async request =>
        {
            if (request.Operation == operation && request.NumberOfOperation == number)
            {
                await stop.CancelAsync();
                return ProxyAction.Cut;
            }

            return ProxyAction.Forward;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.ClearAsync("default", cancellationToken: stop.Token));

        Assert.True(stop.IsCancellationRequested);
        table.Proxy.Hook = null;
        Assert.Equal($"default:{Id}:{status}", await table.ListAsync(all: true));
        if (status == "purging")
        {
            Assert.Equal("NamespaceNotDeleted", (await Assert.ThrowsAsync<DdbException>(() => table.RestoreAsync(null, Id))).ErrorId);
            Assert.Equal("NamespaceNotActive", (await Assert.ThrowsAsync<DdbException>(() => table.CopyAsync(o => o with { NamespaceId = Id }))).ErrorId);
        }

        await table.ClearAsync("default");
        await table.AssertHoldsAsync(left);
    }

    [Fact]
    public async Task DeletesThatAreLeftUnprocessedAreSentAgain()
    {
        await using var table = await CreateAsync(ItemJson.Plain(100));
        var left = await WithoutTheNamespaceAsync(table);
        await table.UnregisterAsync("default");
        table.Proxy.Hook = request => ValueTask.FromResult(request.Operation == "BatchWriteItem" && request.NumberOfOperation % 2 == 1
            ? ProxyAction.Respond(ProxiedResponse.Of(200, new JsonObject { ["UnprocessedItems"] = request.Json()["RequestItems"]!.DeepClone() }))
            : ProxyAction.Forward);

        Assert.Equal(100, (await table.ClearAsync("default")).Deleted);

        await table.AssertHoldsAsync(left);
    }

    private async Task<MigratingTable> CreateAsync(IEnumerable<JsonObject> items)
    {
        var table = await MigratingTable.CreateAsync(engine, items);
        await table.CopyAllAsync();
        return table;
    }

    private static async Task<TableContents> WithoutTheNamespaceAsync(MigratingTable table)
    {
        var contents = await table.ContentsAsync();
        foreach (var key in contents.Keys.Where(key => key.Pk.StartsWith(Id + "/", StringComparison.Ordinal)).ToList())
            contents.Remove(key);
        contents.Remove((RegistryTable.Partition, "#NAMESPACE#default"));
        contents.Remove((RegistryTable.Partition, "#NSID#" + Id));
        return contents;
    }
}
