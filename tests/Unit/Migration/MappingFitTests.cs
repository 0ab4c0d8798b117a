using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Mappings;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Unit.Mappings;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class MappingFitTests
{
    [Fact]
    public void TheShippedMappingFitsTheLimitersTable()
    {
        var error = Record.Exception(() =>
        {
            MappingFit.RequireKey(MappingLoader.Load(MappingText.Shipped), TestTables.Limits);
            MappingFit.RequireTypes(MappingText.ShippedFor("ns"), TestTables.Limits);
        });
        Assert.Null(error);
        Assert.Equal("PK (S), SK (S)", TestTables.Limits.Key.ToString());
    }

    [Theory]
    [InlineData("pk", "SK", false)]
    [InlineData("PK", null, false)]
    [InlineData("PK", "SK", true)]
    [InlineData("SK", "PK", false)]
    public void ATableWithAnotherKeyIsRefused(string partition, string? sort, bool isNumber)
    {
        var table = TestTables.Table(TestTables.Key((partition, AttributeType.S), sort is null ? null : (sort, isNumber ? AttributeType.N : AttributeType.S)));
        var error = Assert.Throws<DdbException>(() => MappingFit.RequireKey(MappingLoader.Load(MappingText.Shipped), table));
        Assert.Equal(("WrongKeySchema", "limits"), (error.ErrorId, error.Target));
        Assert.Contains($"has the key {table.Key}", error.Message, StringComparison.Ordinal);
        Assert.Contains("the key PK (S), SK (S)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAttributeThatIsAKeyOfAnIndexMustGetItsType()
    {
        var number = TestTables.Table(
            TestTables.TextKey("PK", "SK"), TestTables.Index("GSI4", TestTables.Key(("GSI4PK", AttributeType.S), ("GSI4SK", AttributeType.N))));
        var error = Assert.Throws<DdbException>(() => MappingFit.RequireTypes(MappingText.ShippedFor("ns"), number));
        Assert.Equal(("WrongKeyType", "GSI4SK"), (error.ErrorId, error.Target));
        Assert.Contains("sets 'GSI4SK' to type S, and in the key of index 'GSI4' it is of type N", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysAreEqualByTheirNamesAndTypes()
    {
        Assert.Equal(TestTables.TextKey("a", "b"), TestTables.TextKey("a", "b"));
        Assert.Equal(TestTables.TextKey("a", "b").GetHashCode(), TestTables.TextKey("a", "b").GetHashCode());
        Assert.NotEqual(TestTables.TextKey("a", "b"), TestTables.TextKey("a", "B"));
        Assert.NotEqual(new KeyAttribute("a", AttributeType.S), new KeyAttribute("a", AttributeType.B));
    }

    [Theory]
    [InlineData("ab", false)]
    [InlineData("abc", true)]
    [InlineData("a.b-C_9", true)]
    [InlineData("a b c", false)]
    [InlineData("tablé", false)]
    [InlineData("a\"b\"", false)]
    [InlineData("arn:aws:dynamodb:us-east-1:0:table/x", false)]
    [InlineData("", false)]
    public void ATableNameThatDynamoDbWouldRefuseIsRefusedBefore(string name, bool legal)
    {
        var error = Record.Exception(() => TableReader.CheckName(name));
        Assert.Equal(legal, error is null);
        Assert.Equal(legal ? null : "InvalidTableName", (error as DdbException)?.ErrorId);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void ATableNameHasAtMost255Characters(int length, bool legal) =>
        Assert.Equal(legal, Record.Exception(() => TableReader.CheckName(new string('t', length))) is null);

    [Theory]
    [InlineData("ACTIVE", true)]
    [InlineData("UPDATING", true)]
    [InlineData("CREATING", false)]
    [InlineData("DELETING", false)]
    [InlineData("ARCHIVED", false)]
    public void ATableIsUsableWhileItServes(string status, bool usable)
    {
        var error = Record.Exception(() => TableReader.RequireUsable(TestTables.Limits with { Status = status }));
        Assert.Equal(usable ? null : "TableNotActive", (error as DdbException)?.ErrorId);
    }
}
