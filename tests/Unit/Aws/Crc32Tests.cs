using System.Text;
using DynamoNamespace.Engine.Aws;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Aws;

public sealed class Crc32Tests
{
    /// <summary>The check value of CRC-32/ISO-HDLC, and lengths on both sides of a step of eight bytes.</summary>
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void ItIsTheCrcOfZip(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.ASCII.GetBytes(text)));
}
