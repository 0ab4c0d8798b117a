using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Activity;

/// <summary>Keys are told by their heads.</summary>
public sealed class KeyPatternTests
{
    [Theory]
    [InlineData("ENTITY#user-1", "ENTITY#*")]
    [InlineData("a7x3kq/ENTITY#user-1", "a7x3kq/ENTITY#*")]
    [InlineData("#BUCKET#gpt-4", "#BUCKET#*")]
    [InlineData("##X#1", "##X#*")]
    [InlineData("#META", "#META")]
    [InlineData("PROFILE", "PROFILE")]
    [InlineData("LOG#", "LOG#")]
    [InlineData("order/2026/1", "order/*")]
    [InlineData("arn:aws:x", "arn:*")]
    [InlineData("user-1", "*")]
    [InlineData("3f1c", "*")]
    [InlineData("", "*")]
    public void AHeadIsWhatStandsBeforeTheFirstSeparator(string text, string head) => Assert.Equal(head, KeyPattern.HeadOf(text));

    [Fact]
    public void BothKeysTellAndOnlyTextsHaveHeads()
    {
        var text = new KeyPattern(TestTables.TextKey("PK", "SK"));
        Assert.Equal("PK=ENTITY#*, SK=#BUCKET#*", text.Of(ItemText.Parse("""{"PK":{"S":"ENTITY#1"},"SK":{"S":"#BUCKET#x"}}""")));
        var number = new KeyPattern(TestTables.Key(("id", AttributeType.N), null));
        Assert.Equal("id=*", number.Of(ItemText.Parse("""{"id":{"N":"7"}}""")));
    }
}
