using DynamoNamespace.Engine.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class ItemBuilderTests
{
    private const string Source = """{"a": {"S":"x"} ,"n\"":{"L":[ {"N":"1.0"} ]}}""";

    [Fact]
    public void CopiedAttributesAreByteForByteAsTheyCame()
    {
        using var block = new ItemBlock();
        var source = ItemText.Parse(Source);
        var builder = new ItemBuilder(block);
        builder.Copy(source, 1);
        builder.Copy(source, 0);
        var item = builder.Build();
        Assert.Equal("""{"n\"":{"L":[ {"N":"1.0"} ]},"a":{"S":"x"}}""", item.ToString());
        Assert.Equal("n\"", item.Name(0));
        Assert.Equal("""{"S":"x"}""", ItemText.Text(item.RawValue(1)));
    }

    [Fact]
    public void AnItemWithoutAttributesIsAnEmptyObject()
    {
        using var block = new ItemBlock();
        var item = new ItemBuilder(block).Build();
        Assert.Equal("{}", item.ToString());
        Assert.Equal(0, item.Count);
    }

    [Fact]
    public void AnAttributeCanBeWrittenInPieces()
    {
        using var block = new ItemBlock();
        var builder = new ItemBuilder(block);
        builder.BeginAttribute("k\\u0041"u8);
        block.Append("{\"S\":\""u8);
        block.Append("v"u8);
        block.Append("\"}"u8);
        builder.EndAttribute();
        var item = builder.Build();
        Assert.Equal("""{"k\u0041":{"S":"v"}}""", item.ToString());
        Assert.Equal(0, item.IndexOf("kA"u8));
        Assert.True(item.TryGetValue("kA"u8, out var value));
        Assert.Equal("v", value.Text());
    }

    [Fact]
    public void ADiscardedItemLeavesNothingAndTheNextOneIsWhole()
    {
        using var block = new ItemBlock();
        var first = ItemText.Parse(Source, block);
        var (length, slots) = (block.Length, block.SlotCount);
        var builder = new ItemBuilder(block);
        builder.Copy(first, 0);
        builder.BeginAttribute("half"u8);
        builder.Discard();
        Assert.Equal(length, block.Length);
        Assert.Equal(slots, block.SlotCount);

        var next = new ItemBuilder(block);
        next.Copy(first, 0);
        Assert.Equal("""{"a":{"S":"x"}}""", next.Build().ToString());
        Assert.Equal(Source, first.ToString());
    }

    [Fact]
    public void ItemsStayReadableWhileTheirOwnBlockGrows()
    {
        using var block = new ItemBlock(16, 1);
        var items = new List<Item> { ItemText.Parse(Source, block) };
        for (var index = 1; index < 500; index++)
        {
            var builder = new ItemBuilder(block);
            builder.Copy(items[index - 1], 0);
            builder.Copy(items[index - 1], 1);
            items.Add(builder.Build());
        }

        Assert.Equal(Source, items[0].ToString());
        Assert.All(items.Skip(1), item =>
        {
            Assert.Equal("""{"a":{"S":"x"},"n\"":{"L":[ {"N":"1.0"} ]}}""", item.ToString());
            Assert.Equal(1, item.IndexOf("n\""u8));
        });
    }
}
