using DynamoNamespace.Engine.Items;
using DynamoNamespace.Worker.Samples;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class CompactItemTests
{
    [Fact]
    public void ASampleTableIsCompact()
    {
        foreach (var item in SampleTable.Items(400, 7))
        {
            var json = item.ToJsonString();
            Assert.True(TryIndex(json, out _), json);
        }
    }

    [Fact]
    public void ItFindsWhatTheJsonReaderFinds() => Properties.ForAll(ItemGenerator.Items, (expected, random) =>
    {
        AssertAgrees(expected.ToJsonString(), mustBeCompact: expected.Count > 0);
        AssertAgrees(Respelling.Of(expected, random), mustBeCompact: false);
    });

    /// <summary>A body that was cut or altered anywhere is either read as the JSON reader reads it, or left to the JSON reader, which refuses it.</summary>
    [Fact]
    public void ItTakesNothingThatTheJsonReaderRefuses() => Properties.ForAll(ItemGenerator.Items, (expected, random) =>
    {
        var json = expected.ToJsonString();
        for (var time = 0; time < 20; time++)
        {
            var at = random.Next(json.Length);
            var altered = random.Next(3) switch
            {
                0 => json[..at],
                1 => json.Remove(at, 1),
                _ => json.Insert(at, Inserted[random.Next(Inserted.Length)].ToString()),
            };
            AssertAgrees(altered, mustBeCompact: false);
        }
    });

    [Theory]
    [InlineData("""{"a":{"S":"x"}""")]
    [InlineData("""{"a":{"S":"x"},}""")]
    [InlineData("""{"a":{"S":"x}}""")]
    [InlineData("""{"a":{"S":"\x"}}""")]
    [InlineData("""{"a":{"S":"\u12G4"}}""")]
    [InlineData("""{"a":{"S":"\u12"}}""")]
    [InlineData("""{"a":{"L":[{"S":"x"},]}}""")]
    [InlineData("""{"a":{"M":{"b":{"S":"x"},}}}""")]
    [InlineData("""{"a":{"M":{"b":"x"}}}""")]
    [InlineData("""{"a":{"NULL":tru}}""")]
    [InlineData("""{"a":{"S":"x"} }""")]
    [InlineData("{\"a\":{\"S\":\"tab\tbed\"}}")]
    public void WhatIsNotCompactIsLeftAlone(string json)
    {
        using var block = new ItemBlock();
        block.Append(json);
        Assert.False(CompactItem.TryIndex(block, 0, out _));
        Assert.Equal(0, block.SlotCount);
    }

    private const string Inserted = "\"\\{}[]:, u0tSNBML\u0001";

    private static void AssertAgrees(string json, bool mustBeCompact)
    {
        var isCompact = TryIndex(json, out var item);
        Assert.True(isCompact || !mustBeCompact, json);
        if (!isCompact)
            return;
        using var block = new ItemBlock();
        block.Append(json);
        var reader = JsonText.Reader(block.Written.Span);
        reader.Read();
        var read = ItemReader.Index(ref reader, block, 0);
        Assert.Equal(read.ToString(), item.ToString());
        Assert.Equal(read.Count, item.Count);
        for (var index = 0; index < read.Count; index++)
        {
            Assert.True(read.RawName(index).SequenceEqual(item.RawName(index)), json);
            Assert.True(read.RawValue(index).SequenceEqual(item.RawValue(index)), json);
            if (item.Slots[index].Plain == AttributeType.Unknown)
                continue;
            var value = AttributeValue.Read(read.RawValue(index));
            Assert.Equal(value.Type, item.Value(index).Type);
            Assert.True(value.RawText.SequenceEqual(item.Value(index).RawText), json);
        }
    }

    private static bool TryIndex(string json, out Item item)
    {
        var block = new ItemBlock();
        block.Append(json);
        return CompactItem.TryIndex(block, 0, out item);
    }
}
