using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State.Table;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

public sealed class StatePayloadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(699)]
    [InlineData(700)]
    [InlineData(300_000)]
    public void Text_comesBackAsItWas_andIsStoredShorterWhereThatHelps(int length)
    {
        var text = string.Concat(Enumerable.Repeat("""{"PK":{"S":"ENTITY#"}},""", (length / 20) + 1));
        var bytes = Encoding.UTF8.GetBytes(text[..length]);

        var payload = StatePayload.Pack(bytes);

        Assert.Equal(length >= 700, payload.Data.Length < length / 4);
        Assert.Equal(bytes, StatePayload.Unpack(Stored(payload), payload.Data.ToArray()));
    }

    [Fact]
    public void Noise_isStoredAsItIs()
    {
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);

        var payload = StatePayload.Pack(bytes);

        Assert.Equal((5000, ""), (payload.Data.Length, payload.Encoding));
        Assert.Equal(bytes, StatePayload.Unpack(Stored(payload), payload.Data.ToArray()));
    }

    [Theory]
    [InlineData("br", 2000)]
    [InlineData("br", 4001)]
    [InlineData("br", -1)]
    [InlineData("br", 1L << 40)]
    [InlineData("zstd", 4000)]
    [InlineData("", 4000)]
    public void Bytes_thatAreDamagedOrOfANewerVersion_areRefused(string encoding, long size)
    {
        var payload = StatePayload.Pack(new byte[4000]);
        var stored = Stored(payload, encoding, size);

        var error = Assert.Throws<DdbException>(() => StatePayload.Unpack(stored, payload.Data.ToArray()));

        Assert.Equal("StateUnreadable", error.ErrorId);
    }

    private static StateItem Stored(StatePayload payload) => Stored(payload, payload.Encoding, payload.Size);

    private static StateItem Stored(StatePayload payload, string encoding, long size)
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["PK"] = StateValue.Of("plan#1"),
            ["SK"] = StateValue.Of("log#deletions#1"),
            ["data"] = StateValue.Of(payload.Data),
            ["size"] = StateValue.Of(size),
        };
        if (encoding.Length > 0)
            attributes["encoding"] = StateValue.Of(encoding);
        return new StateItem("state", attributes);
    }
}
