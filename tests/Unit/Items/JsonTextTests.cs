using DynamoNamespace.Engine.Items;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class JsonTextTests
{
    [Fact]
    public void AnEscapedTextComesBackAsItWas() => Properties.ForAll(Arb.From(ItemGenerator.Texts), text =>
    {
        var escaped = JsonText.Escape(text);
        Assert.Equal(text, JsonText.Unescape(escaped));
        var buffer = new byte[escaped.Length];
        Assert.Equal(text, ItemText.Text(buffer.AsSpan(0, JsonText.Unescape(escaped, buffer))));
        Assert.Equal(text, ItemText.Parse($"{{\"a\":{{\"S\":\"{ItemText.Text(escaped)}\"}}}}").ToValueText());
    });

    [Theory]
    [InlineData("plain", "plain", true)]
    [InlineData("\\u0070lain", "plain", true)]
    [InlineData("\\\"", "\"", true)]
    [InlineData("plain", "plai", false)]
    [InlineData("plai", "plain", false)]
    [InlineData("\\u0070lain", "Plain", false)]
    [InlineData("\\u0070lain", "\\u0070lain", true)]
    [InlineData("", "", true)]
    public void NamesAreComparedByWhatTheyStandFor(string raw, string name, bool equal) =>
        Assert.Equal(equal, JsonText.NameEquals(ItemText.Bytes(raw), ItemText.Bytes(name)));
}

file static class ItemValue
{
    public static string ToValueText(this Item item)
    {
        Assert.True(item.TryGetValue("a"u8, out var value));
        return value.Text();
    }
}
