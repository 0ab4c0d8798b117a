using DynamoNamespace.Tests.Integration.Tables;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Integration.Deletion;

/// <summary>Items are deleted whatever they hold, though equality means more in one place than in another.</summary>
public sealed class ValueTypeTests(DynoxideServer engine) : IClassFixture<DynoxideServer>
{
    [Theory]
    [InlineData("""{"NULL":true}""")]
    [InlineData("""{"BOOL":false}""")]
    [InlineData("""{"N":"-0.00"}""")]
    [InlineData("""{"N":"12345678901234567890123456789012345678"}""")]
    [InlineData("""{"N":"9.9999999999999999999999999999999999999E+125"}""")]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"S":"?"}""")]
    [InlineData("""{"S":"' OR 1=1 --\u0000\ud83d\ude80"}""")]
    [InlineData("""{"B":""}""")]
    [InlineData("""{"B":"AP8Q"}""")]
    [InlineData("""{"L":[]}""")]
    [InlineData("""{"L":[{"NULL":true},{"L":[{"M":{"x":{"BS":["AA=="]}}}]}]}""")]
    [InlineData("""{"M":{}}""")]
    [InlineData("""{"M":{"a":{"NULL":true},"b":{"NS":["1","2.50"]},"":{"S":""}}}""")]
    [InlineData("""{"SS":["b","a",""]}""")]
    [InlineData("""{"NS":["1E+2","-3"]}""")]
    [InlineData("""{"BS":["AAE=","AA=="]}""")]
    public async Task AnItemWithSuchAValueIsCopiedAndDeleted(string value)
    {
        await using var table = await MigratingTable.CreateAsync(engine,
        [
            ItemJson.Of("ENTITY#a", "#META", ("value", ItemJson.Value(value)), ("more", ItemJson.S("x"))),
            ItemJson.Of("ENTITY#b", "#META", ("it's a \"name\"\\", ItemJson.Value(value)), ("order", ItemJson.Value(value))),
        ]);
        var before = await table.ContentsAsync();

        var run = await table.CopyAsync(o => o with { Delete = true });

        Assert.Null(run.Error);
        Assert.Equal((2L, 2L), (run.Result.Written, run.Result.Deleted));
        await table.AssertHoldsAsync(ExpectedTable.AfterDelete(before.Values, MigratingTable.NamespaceId));
    }
}
