using System.Globalization;
using System.Text;
using DynamoNamespace.Engine.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class Crc32Tests
{
    /// <summary>The check value of CRC-32/ISO-HDLC (https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iso-hdlc), and lengths on both sides of a step of eight bytes.</summary>
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void ItIsTheCrcOfZip(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void ItIsTheSameInTwoPieces()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(number => number.ToString(CultureInfo.InvariantCulture))));
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.Equal(Crc32.Of(bytes), Crc32.Finish(Crc32.Append(Crc32.Append(Crc32.Start, bytes.AsSpan(0, cut)), bytes.AsSpan(cut))));
    }
}
