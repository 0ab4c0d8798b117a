using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Registry;

/// <summary>Registering writes zae-limiter's two records, once, whoever else does it too.</summary>
public sealed class RegistrationTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Fact]
    public async Task TheRecordsAreZaeLimitersByteForByte()
    {
        await using var table = await CreateAsync();
        var earliest = DateTimeOffset.UtcNow.AddSeconds(-1);

        var ns = await table.RegisterAsync("team a/β \"1\"", "a7x3kq");

        var contents = await table.ContentsAsync();
        Assert.Equal(2, contents.Count);
        var createdAt = contents[(RegistryTable.Partition, "#NAMESPACE#team a/β \"1\"")].Text("created_at");
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", createdAt);
        foreach (var sk in new[] { "#NAMESPACE#team a/β \"1\"", "#NSID#a7x3kq" })
        {
            ItemAssert.Equal(ItemJson.Of(RegistryTable.Partition, sk,
                ("namespace_id", ItemJson.S("a7x3kq")), ("namespace_name", ItemJson.S("team a/β \"1\"")), ("status", ItemJson.S("active")),
                ("created_at", ItemJson.S(createdAt)), ("GSI4PK", ItemJson.S("_")), ("GSI4SK", ItemJson.S("_/SYSTEM#"))), contents[(RegistryTable.Partition, sk)]);
        }

        Assert.Equal((table.Name, "team a/β \"1\"", "a7x3kq", "active", null), (ns.TableName, ns.Name, ns.NamespaceId, ns.Status, ns.DeletedAt));
        Assert.Equal(DateTimeOffset.Parse(createdAt), ns.CreatedAt);
        Assert.InRange(ns.CreatedAt!.Value, earliest, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task ANewIdIsElevenCharactersOfBase64Url()
    {
        await using var table = await CreateAsync();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
            ids.Add((await table.RegisterAsync($"name-{i}")).NamespaceId);
        Assert.Equal(20, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9_][A-Za-z0-9_-]{10}$", id));
    }

    [Fact]
    public async Task RecordsThatZaeLimiterWroteAreRead()
    {
        await using var table = await CreateAsync();
        foreach (var sk in new[] { "#NAMESPACE#prod", "#NSID#default" })
        {
            await table.PutAsync(ItemJson.Of(RegistryTable.Partition, sk,
                ("namespace_id", ItemJson.S("default")), ("namespace_name", ItemJson.S("prod")), ("status", ItemJson.S("active")),
                ("created_at", ItemJson.S("2025-06-15T10:30:00Z")), ("GSI4PK", ItemJson.S("_")), ("GSI4SK", ItemJson.S("_/SYSTEM#"))));
        }

        var expected = new DdbNamespace(table.Name, "prod", "default", "active", new DateTimeOffset(2025, 6, 15, 10, 30, 0, TimeSpan.Zero), null);
        Assert.Equal(expected, await table.ShowAsync("prod"));
        Assert.Equal(expected, await table.ShowAsync("", "default"));
        Assert.Equal(expected, await table.RegisterAsync("prod"));
        Assert.Equal("prod:default:active", await table.ListAsync());
    }

    [Fact]
    public async Task RegisteringAgainChangesNothing()
    {
        await using var table = await CreateAsync();
        var first = await table.RegisterAsync("default");
        var before = await table.ContentsAsync();

        Assert.Equal(first, await table.RegisterAsync("default"));
        Assert.Equal(first, await table.RegisterAsync("default", first.NamespaceId));
        await table.AssertHoldsAsync(before);
    }

    [Fact]
    public async Task SixteenRegistrationsAtOnceGiveOneId()
    {
        await using var table = await CreateAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => table.RegisterAsync("default"))));

        var id = Assert.Single(all.Select(ns => ns.NamespaceId).Distinct(StringComparer.Ordinal));
        Assert.Equal($"default:{id}:active", await table.ListAsync(all: true));
        Assert.Equal(2, (await table.ContentsAsync()).Count);
    }

    [Fact]
    public async Task ARegistrationWhoseAnswerIsLostIsOne()
    {
        await using var table = await CreateAsync();
        table.Proxy.Hook = request => ValueTask.FromResult(
            request is { Operation: "TransactWriteItems", NumberOfOperation: 1 } ? ProxyAction.CutAfterForward : ProxyAction.Forward);

        var ns = await table.RegisterAsync("default");

        Assert.Equal($"default:{ns.NamespaceId}:active", await table.ListAsync(all: true));
        Assert.Equal(2, (await table.ContentsAsync()).Count);
    }

    [Fact]
    public async Task ATakenIdOrNameIsRefused()
    {
        await using var table = await CreateAsync();
        await table.RegisterAsync("first", "id-1");
        var before = await table.ContentsAsync();

        var id = await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync("second", "id-1"));
        var name = await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync("first", "id-2"));

        Assert.Equal(("NamespaceIdTaken", DdbErrorKind.AlreadyExists), (id.ErrorId, id.Kind));
        Assert.Contains("id-1", id.Message, StringComparison.Ordinal);
        Assert.Equal(("NamespaceNameTaken", DdbErrorKind.AlreadyExists), (name.ErrorId, name.Kind));
        Assert.Contains("id-1", name.Message, StringComparison.Ordinal);
        await table.AssertHoldsAsync(before);
    }

    [Theory]
    [InlineData("_", null, "ReservedNamespace")]
    [InlineData("ok", "_", "ReservedNamespace")]
    [InlineData("", null, "InvalidNamespace")]
    [InlineData("  ", null, "InvalidNamespace")]
    [InlineData("a\nb", null, "InvalidNamespace")]
    [InlineData("ok", "", "InvalidNamespaceId")]
    [InlineData("ok", "a/b", "InvalidNamespaceId")]
    [InlineData("ok", "a#b", "InvalidNamespaceId")]
    public async Task ReservedAndIllegalNamesAndIdsAreRefused(string name, string? id, string errorId)
    {
        await using var table = await CreateAsync();

        var error = await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync(name, id));

        Assert.Equal((errorId, DdbErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.Equal(0, table.WriteCalls);
    }

    [Fact]
    public async Task NamesAndIdsMayBeAsLongAsTheirRecordsKeys()
    {
        await using var table = await CreateAsync();
        Assert.Equal("ReservedNamespace", (await Assert.ThrowsAsync<DdbException>(() => table.UnregisterAsync("_"))).ErrorId);
        await table.RegisterAsync(new string('n', 1024 - "#NAMESPACE#".Length), new string('i', 1024 - "#NSID#".Length));
        await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync(new string('n', 1025 - "#NAMESPACE#".Length)));
        await Assert.ThrowsAsync<DdbException>(() => table.RegisterAsync("n", new string('i', 1025 - "#NSID#".Length)));
    }

    [Fact]
    public async Task AnIdOfAnOlderDeploymentIsAccepted()
    {
        await using var table = await CreateAsync();
        foreach (var id in new[] { "default", "-begins-with-a-dash", "with space", "ünï" })
            Assert.Equal(id, (await table.RegisterAsync("of " + id, id)).NamespaceId);
    }

    private Task<MigratingTable> CreateAsync() => MigratingTable.CreateAsync(engine, Array.Empty<JsonObject>(), isRegistered: false);
}
