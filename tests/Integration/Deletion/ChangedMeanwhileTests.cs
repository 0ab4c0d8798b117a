using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Support.Comparison;
using DynamoNamespace.Tests.Support.Proxy;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>An old item that an old client changes between the read and the delete stays as the client left it.</summary>
public sealed class ChangedMeanwhileTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    private static readonly JsonObject Old = ItemJson.Of("ENTITY#changing", "#META",
        ("name", ItemJson.S("as read")), ("n", ItemJson.Value("""{"N":"1.0"}""")), ("nothing", ItemJson.Null()), ("list", ItemJson.Value("""{"L":[{"S":"a"},{"NULL":true}]}""")),
        ("map", ItemJson.Value("""{"M":{"a":{"N":"1"}}}""")), ("set", ItemJson.Value("""{"SS":["a","b"]}""")), ("bytes", ItemJson.Value("""{"B":"AAE="}""")));

    public static TheoryData<string, string?> Changes => new()
    {
        { "name", """{"S":"changed"}""" },
        { "name", null },
        { "n", """{"N":"2"}""" },
        { "n", """{"S":"1"}""" },
        { "nothing", """{"S":"something"}""" },
        { "nothing", null },
        { "list", """{"L":[{"S":"a"},{"NULL":true},{"S":"b"}]}""" },
        { "map", """{"M":{"a":{"N":"1"},"b":{"NULL":true}}}""" },
        { "set", """{"SS":["a"]}""" },
        { "bytes", """{"B":"AAI="}""" },
        // Others of the family have it.
        { "elsewhere", """{"S":"added"}""" },
        { "elsewhere", """{"NULL":true}""" },
        // The mapping names them.
        { "GSI1PK", """{"S":"PARENT#p"}""" },
        { "GSI4PK", """{"S":"x"}""" },
        { "rf", """{"N":"1"}""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task AChangeAtTheMomentOfTheDeleteKeepsTheItem(string attribute, string? value)
    {
        var changed = Old.With(attribute, value is null ? null : ItemJson.Value(value));
        await using var table = await CreateAsync();
        var moment = table.Before(r => Intervention.Writes(r, "DELETE", "ENTITY#changing"), () => table.PutAsync(changed));

        await AssertKeptAsync(table, moment, changed);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task WithoutPartiQlRightsToo(string attribute, string? value)
    {
        var changed = Old.With(attribute, value is null ? null : ItemJson.Value(value));
        await using var table = await CreateAsync();
        var moment = new Intervention(r => r.Operation == "DeleteItem" && Intervention.Names(r, "ENTITY#changing"), () => table.PutAsync(changed));
        table.Proxy.Hook = async request =>
        {
            await moment.MeetAsync(request);
            return request.Operation == "BatchExecuteStatement"
                ? ProxyAction.Respond(ProxiedResponse.Error(400, "AccessDeniedException", "no PartiQL"))
                : ProxyAction.Forward;
        };

        await AssertKeptAsync(table, moment, changed);
    }

    [Fact]
    public async Task AChangeBetweenTheStatementAndTheCallOfItsOwnKeepsTheItem()
    {
        var changed = Old.With("name", ItemJson.S("changed"));
        await using var table = await CreateAsync();
        var moment = table.Before(r => r.Operation == "DeleteItem" && Intervention.Names(r, "ENTITY#changing"), () => table.PutAsync(changed));

        var run = await table.DeleteAsync(o => o with { TotalSegments = 1, ThrottleLimit = 1 });

        // Whether the engine's PartiQL takes the item's values as equal decides whether there is such a call at all.
        ItemAssert.Equal(moment.Happened ? changed : ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId),
            moment.Happened ? await table.GetAsync(Old) : await table.GetCopyAsync(Old));
        Assert.Equal(moment.Happened ? 1 : 0, run.Result.Kept);
    }

    [Fact]
    public async Task AnItemThatAnotherHasDeletedMeanwhileIsGoneAndNoTrouble()
    {
        await using var table = await CreateAsync();
        var moment = table.Before(r => Intervention.Writes(r, "DELETE", "ENTITY#changing"), () => table.Raw.DeleteAsync(table.Name, "ENTITY#changing", "#META"));

        var run = await table.DeleteAsync();

        Assert.True(moment.Happened);
        Assert.Null(run.Error);
        Assert.Equal((21L, 0L), (run.Result.Deleted, run.Result.Kept));
    }

    [Fact]
    public async Task AnAttributeThatNoOtherItemHasKeepsTheItemToo()
    {
        var changed = Old.With("never_seen_before", ItemJson.S("added"));
        await using var table = await CreateAsync();
        var moment = table.Before(r => Intervention.Writes(r, "DELETE", "ENTITY#changing"), () => table.PutAsync(changed));

        await AssertKeptAsync(table, moment, changed);
    }

    [Fact]
    public async Task AnItemChangedBeforeTheDeleteReadsItIsKeptForItsCopyDiffers()
    {
        await using var table = await CreateAsync();
        await table.PutAsync(Old.With("name", ItemJson.S("changed")));

        var run = await table.DeleteAsync();

        Assert.Equal((20L, 1L), (run.Result.Deleted, run.Result.Kept));
        Assert.Equal("name", string.Join(' ', Assert.Single(run.Result.Reports).Attributes));
    }

    private async Task<MigratingTable> CreateAsync()
    {
        var table = await MigratingTable.CreateAsync(engine, [Old, .. ItemJson.Plain(20).Select(item => item.With("elsewhere", ItemJson.N(1)))]);
        await table.CopyAllAsync();
        return table;
    }

    private static async Task AssertKeptAsync(MigratingTable table, Intervention moment, JsonObject changed)
    {
        // One batch, so that whoever deletes has seen the others' attributes.
        var run = await table.DeleteAsync(o => o with { TotalSegments = 1, ThrottleLimit = 1 });

        Assert.True(moment.Happened);
        ItemAssert.Equal(changed, await table.GetAsync(Old));
        ItemAssert.Equal(ExpectedTable.CopyOf(Old, MigratingTable.NamespaceId), await table.GetCopyAsync(Old));
        Assert.Equal((DdbMigrationOutcome.Incomplete, 20L, 1L), (run.Result.Outcome, run.Result.Deleted, run.Result.Kept));
        var report = Assert.Single(run.Result.Reports);
        Assert.Equal((DdbItemReason.Kept, Old.KeyText()), (report.Reason, report.SourceKey));
        Assert.Contains("changed", report.Detail, StringComparison.Ordinal);
    }
}
