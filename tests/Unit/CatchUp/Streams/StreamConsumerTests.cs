using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>In which order a stream's shards are read, and how the position moves with it.</summary>
public sealed class StreamConsumerTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeStream stream;

    public StreamConsumerTests() => stream = new FakeStream(time);

    [Fact]
    public async Task AShardsRecordsAreAppliedInOrderPageByPage()
    {
        stream.Open("s1").PageSize = 3;
        var position = await TakeAsync();
        var written = stream.Write("s1", 10);
        var pages = new List<int>();
        await using var run = new ConsumerRun(stream, time, position, records =>
        {
            pages.Add(records.Count);
            return Task.CompletedTask;
        });
        await run.AppliedAsync(10);
        Assert.Equal(written, run.Applied);
        Assert.Equal([3, 3, 3, 1], pages);
        await run.UntilAsync(() => Of(run.Consumer.Position, "s1").SequenceNumber == "10");
        Assert.Equal((10, 0), (run.Consumer.RecordsRead, run.Consumer.RecordsSkipped));
    }

    [Fact]
    public async Task AnOpenShardIsPolledForWhatComesLater()
    {
        stream.Open("s1");
        await using var run = new ConsumerRun(stream, time, await TakeAsync());
        stream.Write("s1", 1);
        await run.AppliedAsync(1);
        stream.Write("s1", 2);
        await run.AppliedAsync(3);
        Assert.Equal(["1", "2", "3"], run.Applied);
        Assert.Single(stream.Calls, call => call.StartsWith("Iterator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AChildIsNotReadBeforeItsParentIsApplied()
    {
        stream.Open("parent").Close("parent").Open("child", "parent").Open("other");
        var position = await TakeAsync();
        stream.Write("parent", 1);
        stream.Write("child", 1);
        stream.Write("other", 1);
        var release = new TaskCompletionSource();
        await using var run = new ConsumerRun(stream, time, position, records => records[0].SequenceNumber == "1" ? release.Task : Task.CompletedTask);
        await run.AppliedAsync(1);
        await run.UntilAsync(() => stream.Calls.Count(call => call == "Describe") >= 3);
        Assert.Equal(["3"], run.Applied);
        Assert.DoesNotContain("Iterator child", stream.Calls, StringComparer.Ordinal);
        Assert.Null(run.Consumer.DrainedSince);

        release.SetResult();
        await run.AppliedAsync(3);
        Assert.Equal(["3", "1", "2"], run.Applied);
        Assert.True(Of(run.Consumer.Position, "parent").IsDone);
    }

    [Fact]
    public async Task ASplitIsFollowedDownToItsLastChild()
    {
        stream.Open("s1");
        await using var run = new ConsumerRun(stream, time, await TakeAsync());
        stream.Write("s1", 1);
        await run.AppliedAsync(1);
        stream.Write("s1", 1);
        stream.Open("left", "s1").Open("right", "s1").Close("s1");
        stream.Write("left", 1);
        stream.Close("left").Open("leaf", "left");
        stream.Write("leaf", 1);
        stream.Write("right", 1);
        await run.AppliedAsync(5);
        var applied = run.Applied;
        Assert.Equal(["1", "2", "3", "4", "5"], applied.Order(StringComparer.Ordinal).ToList());
        Assert.Equal(["1", "2"], applied.Take(2).ToList());
        Assert.True(applied.IndexOf("3") < applied.IndexOf("4"), "The leaf was read before its parent.");
        await run.UntilAsync(() => run.Consumer.Position.Shards.Count(shard => shard.IsDone) == 2);
        Assert.Equal(["leaf", "left", "right", "s1"], run.Consumer.Position.Shards.Select(shard => shard.ShardId).Order(StringComparer.Ordinal).ToList());
    }

    [Fact]
    public async Task ANewShardIsFoundAlsoWhereNoneHasEnded()
    {
        stream.Open("s1");
        await using var run = new ConsumerRun(stream, time, await TakeAsync());
        await run.UntilAsync(() => run.Consumer.DrainedSince is not null);
        stream.Open("s2");
        stream.Write("s2", 1);
        await run.AppliedAsync(1);
    }

    [Fact]
    public async Task ASavedPositionGoesOnAfterItsLastRecord()
    {
        stream.Open("s1").Open("s2").PageSize = 2;
        var position = await TakeAsync();
        stream.Write("s1", 4);
        stream.Write("s2", 1);
        StreamPosition saved;
        await using (var first = new ConsumerRun(stream, time, position))
        {
            await first.AppliedAsync(5);
            await first.UntilAsync(() => first.Saved.Contains("\"4\"", StringComparison.Ordinal) && first.Saved.Contains("\"5\"", StringComparison.Ordinal));
            saved = first.SavedPosition;
        }

        stream.Calls.Clear();
        stream.Write("s1", 1);
        stream.Close("s1").Open("s3", "s1");
        stream.Write("s3", 1);
        await using var second = new ConsumerRun(stream, time, saved);
        await second.AppliedAsync(2);
        Assert.Equal(["6", "7"], second.Applied);
        Assert.Contains("Iterator s1 after 4", stream.Calls, StringComparer.Ordinal);
        Assert.Contains("Iterator s2 after 5", stream.Calls, StringComparer.Ordinal);
        Assert.Contains("Iterator s3", stream.Calls, StringComparer.Ordinal);
    }

    [Fact]
    public async Task ADoneShardIsNotReadAgain()
    {
        stream.Open("s1");
        var position = await TakeAsync();
        stream.Write("s1", 1);
        stream.Close("s1").Open("s2", "s1");
        StreamPosition saved;
        await using (var first = new ConsumerRun(stream, time, position))
        {
            await first.UntilAsync(() => first.Saved.Contains("\"IsDone\":true", StringComparison.Ordinal) && first.Saved.Contains("\"s2\"", StringComparison.Ordinal));
            saved = first.SavedPosition;
        }

        stream.Calls.Clear();
        stream.Write("s2", 1);
        await using var second = new ConsumerRun(stream, time, saved);
        await second.AppliedAsync(1);
        Assert.Equal(["2"], second.Applied);
        Assert.DoesNotContain("Iterator s1", stream.Calls, StringComparer.Ordinal);
    }

    [Fact]
    public async Task ThePositionStaysWhereAPageCouldNotBeApplied()
    {
        stream.Open("s1").PageSize = 1;
        var position = await TakeAsync();
        stream.Write("s1", 2);
        await using var run = new ConsumerRun(stream, time, position, records =>
            records[0].SequenceNumber == "2" ? throw FakeStream.Error("ResourceNotFoundException") : Task.CompletedTask);
        var error = await run.FailsAsync<Amazon.DynamoDBv2.AmazonDynamoDBException>();
        Assert.Equal("ResourceNotFoundException", error.ErrorCode);
        Assert.Equal("1", Of(run.Consumer.Position, "s1").SequenceNumber);
        Assert.Equal("1", Of(run.SavedPosition, "s1").SequenceNumber);
    }

    [Fact]
    public async Task APositionThatCannotBeSavedEndsTheRun()
    {
        stream.Open("s1").PageSize = 1;
        var position = await TakeAsync();
        stream.Write("s1", 3);
        await using var run = new ConsumerRun(stream, time, position, onMoved: moved =>
            Of(moved, "s1").SequenceNumber == "2" ? throw new IOException("The disk is full.") : Task.CompletedTask);
        await run.FailsAsync<IOException>();
        Assert.Equal(["1", "2"], run.Applied);
    }

    [Fact]
    public async Task RecordsFromBeforeThePositionAreSkippedAndPassed()
    {
        stream.Open("s1").PageSize = 2;
        stream.Write("s1", 3, time.GetUtcNow() - TimeSpan.FromMinutes(6));
        stream.Write("s1", 1, time.GetUtcNow() - TimeSpan.FromMinutes(4));
        await using var run = new ConsumerRun(stream, time, await TakeAsync());
        await run.AppliedAsync(1);
        Assert.Equal(["4"], run.Applied);
        await run.UntilAsync(() => Of(run.Consumer.Position, "s1").SequenceNumber == "4");
        Assert.Equal((4, 3), (run.Consumer.RecordsRead, run.Consumer.RecordsSkipped));

        stream.Write("s1", 2, time.GetUtcNow() - TimeSpan.FromHours(1));
        await run.UntilAsync(() => Of(run.Consumer.Position, "s1").SequenceNumber == "6");
        Assert.Equal(["4"], run.Applied);
    }

    [Fact]
    public async Task AnExpiredIteratorIsReplacedByOneAfterTheLastRecord()
    {
        stream.Open("s1").PageSize = 1;
        var position = await TakeAsync();
        stream.Write("s1", 2);
        await using var run = new ConsumerRun(stream, time, position, records =>
        {
            if (records[0].SequenceNumber == "1")
                stream.ExpireIterators();
            return Task.CompletedTask;
        });
        await run.AppliedAsync(2);
        Assert.Equal(["1", "2"], run.Applied);
        Assert.Equal(["Iterator s1", "Iterator s1 after 1"], stream.Calls.Where(call => call != "Describe").ToList());
    }

    private Task<StreamPosition> TakeAsync() => StreamPosition.TakeAsync(stream, StreamTables.WithStream(FakeStream.Arn), time, CancellationToken.None);

    private static ShardPosition Of(StreamPosition position, string shardId) => position.Shards.Single(shard => shard.ShardId == shardId);
}
