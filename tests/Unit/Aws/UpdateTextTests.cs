using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Tables;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

/// <summary>The same update as a PartiQL statement and as an UpdateItem request.</summary>
public sealed class UpdateTextTests
{
    private const string Current = """{"n":{"N":"1"},"SK":{"S":"s"},"PK":{"S":"p"},"Type":{"S":"User"},"Old":{"SS":["a"]}}""";

    [Theory]
    [InlineData("""{"G":{"S":"g"}}""", "G", "G,Type",
        """UPDATE "limits" SET "G" = ? WHERE "PK" = ? AND "SK" = ? AND "G" IS MISSING AND "Type" = ?""",
        """[{"S":"g"},{"S":"p"},{"S":"s"},{"S":"User"}]""")]
    [InlineData("""{"G":{"S":"g"},"it's":{"N":"2"}}""", "Old,G,it's,Type", "Old,G",
        """UPDATE "limits" SET "G" = ?, "it's" = ? REMOVE "Old", "Type" WHERE "PK" = ? AND "SK" = ? AND "Old" = ? AND "G" IS MISSING""",
        """[{"S":"g"},{"N":"2"},{"S":"p"},{"S":"s"},{"SS":["a"]}]""")]
    [InlineData("{}", "Old", "",
        """UPDATE "limits" REMOVE "Old" WHERE "PK" = ? AND "SK" = ?""", """[{"S":"p"},{"S":"s"}]""")]
    public void AStatementSetsRemovesAndAsks(string next, string changed, string guarded, string statement, string parameters)
    {
        var update = UpdateOf(next, changed, guarded);
        using var body = new ItemBlock();
        Assert.True(UpdateStatement.CanName(update, TestTables.Limits.Key));
        UpdateStatement.Write(body, "limits", TestTables.Limits.Key, update);
        var written = DynamoJson.Parse(body.Written.Span);
        Assert.Equal(statement, written["Statement"]!.GetValue<string>());
        Assert.Equal(parameters, written["Parameters"]!.ToJsonString());
    }

    [Fact]
    public void ATableWithoutASortKeyIsAskedForItsPartitionKeyOnly()
    {
        using var body = new ItemBlock();
        UpdateStatement.Write(body, "limits", TestTables.TextKey("PK", null), UpdateOf("""{"G":{"S":"g"}}""", "G", "G"));
        Assert.Equal("""UPDATE "limits" SET "G" = ? WHERE "PK" = ? AND "G" IS MISSING""", DynamoJson.Parse(body.Written.Span)["Statement"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("with \"quotes\"", false)]
    [InlineData("back\\slash", false)]
    [InlineData("it's; DROP 🚀", true)]
    public void NamesThatJsonEscapesAreNotPutIntoAStatement(string name, bool can) =>
        Assert.Equal(can, UpdateStatement.CanName(new ItemUpdate(ItemText.Parse(Current), ItemText.Parse("{}"), [new AttributeName(name)], []), TestTables.Limits.Key));

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(300)]
    public void AStatementThatCanBeNamedIsNotTooLong(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => new AttributeName($"attribute number {i:0000}")).ToList();
        var update = new ItemUpdate(ItemText.Parse(Current), ItemText.Parse("{}"), [new AttributeName("Old")], names);
        using var body = new ItemBlock();
        UpdateStatement.Write(body, new string('t', 255), TestTables.Limits.Key, update);
        var isShort = DynamoJson.Parse(body.Written.Span)["Statement"]!.GetValue<string>().Length <= StatementText.MaximumLength;
        Assert.Equal(count < 300, isShort);
        Assert.Equal(isShort, UpdateStatement.CanName(update, TestTables.Limits.Key));
    }

    [Theory]
    [InlineData("""{"G":{"S":"g"}}""", "G", "G,Type", "SET #c0=:c0", "attribute_exists(#k) AND attribute_not_exists(#g0) AND #g1=:g1",
        """{"#k":"PK","#c0":"G","#g0":"G","#g1":"Type"}""", """{":c0":{"S":"g"},":g1":{"S":"User"}}""")]
    [InlineData("""{"G":{"S":"g"}}""", "Old,G", "Old", "SET #c1=:c1 REMOVE #c0", "attribute_exists(#k) AND #g0=:g0",
        """{"#k":"PK","#c0":"Old","#c1":"G","#g0":"Old"}""", """{":c1":{"S":"g"},":g0":{"SS":["a"]}}""")]
    [InlineData("{}", "Old,with \"quotes\"", "", " REMOVE #c0,#c1", "attribute_exists(#k)", """{"#k":"PK","#c0":"Old","#c1":"with \"quotes\""}""", null)]
    public void AnUpdateItemSaysTheSame(string next, string changed, string guarded, string expression, string condition, string names, string? values)
    {
        using var body = new ItemBlock();
        body.Append("{\"TableName\":\"limits\"");
        UpdateExpression.Write(body, TestTables.Limits.Key, UpdateOf(next, changed, guarded));
        body.Append("}");
        var written = DynamoJson.Parse(body.Written.Span);
        Assert.Equal("""{"PK":{"S":"p"},"SK":{"S":"s"}}""", written["Key"]!.ToJsonString());
        Assert.Equal(expression, written["UpdateExpression"]!.GetValue<string>());
        Assert.Equal(condition, written["ConditionExpression"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(names), written["ExpressionAttributeNames"]));
        Assert.Equal(values, written["ExpressionAttributeValues"]?.ToJsonString());
    }

    [Theory]
    // Into an index, within it under another key, out of it, and a change that it does not show.
    [InlineData("""{"GSI2PK":{"S":"a"},"GSI2SK":{"S":"b"}}""", "GSI2PK,GSI2SK", """{}""", 1)]
    [InlineData("""{"GSI2PK":{"S":"c"}}""", "GSI2PK", """{"GSI2PK":{"S":"a"},"GSI2SK":{"S":"b"}}""", 2)]
    [InlineData("""{}""", "GSI2PK", """{"GSI2PK":{"S":"a"},"GSI2SK":{"S":"b"}}""", 1)]
    [InlineData("""{"x":{"S":"y"}}""", "x", """{"GSI2PK":{"S":"a"},"GSI2SK":{"S":"b"}}""", 1)]
    [InlineData("""{"x":{"S":"y"}}""", "x", """{}""", 0)]
    public void AnIndexIsWrittenWhereItChanges(string next, string changed, string has, int units)
    {
        IndexDescription all = TestTables.Index("GSI2", TestTables.TextKey("GSI2PK", "GSI2SK"));
        var before = With(JsonNode.Parse("""{"PK":{"S":"p"},"SK":{"S":"s"}}""")!.AsObject(), has, "");
        var after = With(before, next, changed);
        var names = changed.Split(',').Select(name => new AttributeName(name)).ToList();
        Assert.Equal(units, all.UpdateUnits(ItemText.Of(before), ItemText.Of(after), names, TestTables.Limits.Key));
        var keysOnly = all with { ProjectionType = "KEYS_ONLY" };
        Assert.Equal(changed == "x" ? 0 : units, keysOnly.UpdateUnits(ItemText.Of(before), ItemText.Of(after), names, TestTables.Limits.Key));
    }

    private static JsonObject With(JsonObject item, string more, string replaced)
    {
        var next = (JsonObject)item.DeepClone();
        foreach (var name in replaced.Split(','))
            next.Remove(name);
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
            next[name] = value!.DeepClone();
        return next;
    }

    private static ItemUpdate UpdateOf(string next, string changed, string guarded) =>
        new(ItemText.Parse(Current), ItemText.Parse(next), Names(changed), Names(guarded));

    private static List<AttributeName> Names(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new AttributeName(name))];
}
