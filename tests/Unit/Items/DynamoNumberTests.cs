using System.Globalization;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Tests.Support.Comparison;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class DynamoNumberTests
{
    private static readonly Arbitrary<string> Numbers = Arb.From(ItemGenerator.Numbers);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.000E-9", "0")]
    [InlineData("1", "1e0")]
    [InlineData("+1.0", "1e0")]
    [InlineData("10E-1", "1e0")]
    [InlineData("-100.00", "-1e2")]
    [InlineData("0012.30", "123e-1")]
    [InlineData(".5", "5e-1")]
    [InlineData("5.", "5e0")]
    [InlineData("12345678901234567890123456789012345678", "12345678901234567890123456789012345678e0")]
    [InlineData("9.9999999999999999999999999999999999999E+125", "99999999999999999999999999999999999999e88")]
    [InlineData("1E-130", "1e-130")]
    public void TheCanonicalSpellingHasNoIdleZeros(string text, string expected) => Assert.Equal(expected, Canonical(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("1e5.5")]
    [InlineData("1e5x")]
    [InlineData("--1")]
    [InlineData("1e+-5")]
    [InlineData("1e++5")]
    [InlineData("1e99999999999")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("１")]
    public void TextThatIsNoNumberEqualsOnlyItselfAndHasNoOrder(string text)
    {
        Assert.Equal("?" + text, Canonical(text));
        Assert.False(DynamoNumber.TryCompare(ItemText.Bytes(text), "1"u8, out _));
        Assert.False(DynamoNumber.TryCompare("1"u8, ItemText.Bytes(text), out _));
    }

    [Fact]
    public void TheOrderIsThatOfTheExactValues() => Properties.ForAll(Numbers, Numbers, CompareAsExactly, tests: 3000);

    [Fact]
    public void NeighboursInTheLastDigitAreOrdered() => Properties.ForAll(Numbers, number =>
    {
        var mark = number.IndexOf('E', StringComparison.Ordinal);
        var digits = mark < 0 ? number : number[..mark];
        var neighbour = digits + "1" + (mark < 0 ? "" : number[mark..]);
        CompareAsExactly(number, neighbour);
        CompareAsExactly(digits + "0" + (mark < 0 ? "" : number[mark..]), neighbour);
        CompareAsExactly("-" + number.TrimStart('-'), number.TrimStart('-'));
    }, tests: 1000);

    [Fact]
    public void EqualNumbersAreEqualInEverySpelling() => Properties.ForAll(Numbers, (number, random) =>
    {
        var item = new System.Text.Json.Nodes.JsonObject { ["n"] = new System.Text.Json.Nodes.JsonObject { ["N"] = number } };
        var respelt = ItemText.Json(ItemText.Parse(Respelling.Of(item, random)))["n"]!["N"]!.GetValue<string>();
        Assert.Equal(ExactNumber.Parse(number), ExactNumber.Parse(respelt));
        Assert.Equal(Canonical(number), Canonical(respelt));
        Assert.True(DynamoNumber.TryCompare(ItemText.Bytes(number), ItemText.Bytes(respelt), out var order));
        Assert.Equal(0, order);
    }, tests: 2000);

    [Fact]
    public void MillisecondsOfTheEpochAreOrderedByTime()
    {
        CompareAsExactly("1750000000000", "1750000000001");
        CompareAsExactly("1750000000000", "1.75E12");
        CompareAsExactly("999999999999", "1750000000000");
        CompareAsExactly("-1", "0");
    }

    [Fact]
    public void TextOfAnyLengthIsTakenWithoutHarm()
    {
        var digits = new string('1', 5000);
        Assert.Equal(digits + "e0", Canonical(digits));
        Assert.Equal("1e4999", Canonical("1" + new string('0', 4999)));
        Assert.False(DynamoNumber.TryCompare(ItemText.Bytes(digits), "1"u8, out _));
    }

    private static void CompareAsExactly(string left, string right)
    {
        var expected = ExactNumber.Parse(left).CompareTo(ExactNumber.Parse(right));
        Assert.True(DynamoNumber.TryCompare(ItemText.Bytes(left), ItemText.Bytes(right), out var order));
        Assert.True(Math.Sign(expected) == Math.Sign(order), string.Create(CultureInfo.InvariantCulture, $"{left} and {right}: {order}, expected {expected}"));
        Assert.True(DynamoNumber.TryCompare(ItemText.Bytes(right), ItemText.Bytes(left), out var reverse));
        Assert.Equal(-Math.Sign(expected), Math.Sign(reverse));
        Assert.Equal(expected == 0, Canonical(left) == Canonical(right));
    }

    private static string Canonical(string text)
    {
        var raw = ItemText.Bytes(text);
        var buffer = new byte[DynamoNumber.MaximumCanonicalLength(raw.Length)];
        return ItemText.Text(buffer.AsSpan(0, DynamoNumber.WriteCanonical(raw, buffer)));
    }
}
