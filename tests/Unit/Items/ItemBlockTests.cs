using System.Buffers;
using DynamoNamespace.Engine.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Items;

public sealed class ItemBlockTests
{
    [Fact]
    public void WhatWasAppendedIsThereHoweverOftenTheBlockGrew() => Properties.ForAll(Properties.Seeds, seed =>
    {
        var random = new Random(seed);
        using var block = new ItemBlock(1, 1);
        var expected = new List<byte>();
        for (var step = 0; step < 60; step++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            expected.AddRange(bytes);
            if (step % 3 == 0)
                block.Append(bytes);
            else if (step % 3 == 1)
                block.Write(bytes);
            else
                Array.ForEach(bytes, value => block.Append(value));
            block.AddSlot(new AttributeSlot(step, 1, 2, 3));
        }

        Assert.Equal(expected, block.Written.ToArray());
        Assert.Equal(expected.Count, block.Length);
        Assert.Equal(expected.Skip(5).Take(7), block.Bytes(5, 7).ToArray());
        Assert.Equal(60, block.SlotCount);
        Assert.Equal(Enumerable.Range(0, 60), Enumerable.Range(0, 60).Select(index => block.Slot(index).NameStart));
    }, tests: 50);

    [Fact]
    public void ItAppendsItsOwnBytesRightWhileItGrows()
    {
        using var block = new ItemBlock(16, 1);
        block.Append("0123456789abcdef"u8);
        for (var round = 0; round < 10; round++)
            block.Append(block.Bytes(0, block.Length));
        Assert.Equal(16 * 1024, block.Length);
        Assert.Equal(string.Concat(Enumerable.Repeat("0123456789abcdef", 1024)), ItemText.Text(block.Written.Span));
    }

    [Fact]
    public void TruncatingTakesBackOnlyWhatCameAfter()
    {
        using var block = new ItemBlock();
        block.Append("kept"u8);
        block.AddSlot(new AttributeSlot(1, 2, 3, 4));
        var (length, slots) = (block.Length, block.SlotCount);
        block.Append("dropped"u8);
        block.AddSlot(default);
        block.Truncate(length, slots);
        block.Append("!"u8);
        Assert.Equal("kept!", ItemText.Text(block.Written.Span));
        Assert.Equal(1, block.SlotCount);
        Assert.Equal(new AttributeSlot(1, 2, 3, 4), block.Slot(0));

        block.Clear();
        Assert.Equal((0, 0), (block.Length, block.SlotCount));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5000, 5000)]
    public void ASpanIsAtLeastAsLongAsAskedForAndNeverEmpty(int asked, int least)
    {
        using var block = new ItemBlock(16, 1);
        block.Append(new byte[16]);
        Assert.True(block.GetSpan(asked).Length >= least);
        Assert.True(block.GetMemory(asked).Length >= least);
        Assert.Equal(16, block.Length);
    }

    [Fact]
    public void DisposingTwiceDoesNotGiveABufferBackTwice()
    {
        var block = new ItemBlock(1000, 10);
        block.Dispose();
        block.Dispose();
        var first = ArrayPool<byte>.Shared.Rent(1000);
        var second = ArrayPool<byte>.Shared.Rent(1000);
        Assert.NotSame(first, second);
    }
}
