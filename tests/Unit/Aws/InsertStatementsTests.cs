using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class InsertStatementsTests
{
    /// <summary>Names that share a place among the remembered texts, because there are as many of them and they are as long, must not be mixed up.</summary>
    [Fact]
    public void EachItemGetsTheStatementOfItsOwnNames()
    {
        var statements = new InsertStatements("limits");
        foreach (var names in new[] { "ab", "ba", "ab", "cd", "ab" })
        {
            var item = ItemText.Parse($"{{\"{names[0]}\":{{\"S\":\"1\"}},\"{names[1]}\":{{\"S\":\"2\"}}}}");
            Assert.True(statements.CanName(item));
            Assert.Equal($"INSERT INTO \"limits\" VALUE {{'{names[0]}': ?, '{names[1]}': ?}}", Statement(statements, item));
        }
    }

    [Fact]
    public void OneForEachItemIsTheSameAsOneForAll() => Properties.ForAll(ItemGenerator.Items, (first, _) =>
    {
        var item = ItemText.Parse(first.ToJsonString());
        Assert.Equal(StatementText.CanName(item, StatementText.InsertExtra), Shared.CanName(item));
        if (Shared.CanName(item))
            Assert.Equal(Statement(new InsertStatements("limits"), item), Statement(Shared, item));
    });

    private static InsertStatements Shared { get; } = new("limits");

    private static string Statement(InsertStatements statements, in Item item)
    {
        using var body = new ItemBlock();
        statements.Write(body, item);
        return ItemText.Plain(body)["Statement"]!.GetValue<string>();
    }
}
