using DynamoNamespace.Engine.Migration;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class WriteBatchTests
{
    [Fact]
    public void ABatchIsFullAtItsNumberOfItems()
    {
        using var batch = new WriteBatch();
        for (var number = 0; number < 25; number++)
        {
            Assert.False(batch.IsFull(25));
            batch.Add(new MigratingItem(default, default, null!, null!));
        }

        Assert.True(batch.IsFull(25));
        Assert.Equal(25, batch.Items.Count);
    }

    [Fact]
    public void ABatchOfAFewLargeItemsIsFullEarlierAndOneWithoutItemsNever()
    {
        using var batch = new WriteBatch();
        batch.Block.Append(new byte[(1024 * 1024) - 1]);
        Assert.False(batch.IsFull(25));
        batch.Block.Append(0);
        Assert.False(batch.IsFull(25));
        batch.Add(new MigratingItem(default, default, null!, null!));
        Assert.True(batch.IsFull(25));
    }
}
