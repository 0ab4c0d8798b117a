using System.Text.Json;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

public sealed class StreamPositionTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void OpenShardsTheirParentsAndClosedLeavesAreToBeRead()
    {
        var now = time.GetUtcNow();
        var position = StreamPosition.Take(FakeStream.Arn, new StreamDescription("ENABLED", StreamSwitch.ViewType,
        [
            new("grandparent", "trimmed", IsClosed: true),
            new("parent", "grandparent", IsClosed: true),
            new("open", "parent", IsClosed: false),
            new("root", null, IsClosed: false),
            new("leaf", "grandparent", IsClosed: true),
        ]), now);
        Assert.Equal((FakeStream.Arn, now, now - TimeSpan.FromMinutes(5)), (position.StreamArn, position.TakenAt, position.SkipBefore));
        Assert.Equal(["grandparent"], position.Shards.Where(shard => shard.IsDone).Select(shard => shard.ShardId).ToList());
        Assert.Equal(["parent", "open", "root", "leaf"], position.Shards.Where(shard => !shard.IsDone).Select(shard => shard.ShardId).ToList());
        Assert.All(position.Shards, shard => Assert.Null(shard.SequenceNumber));
        Assert.Equal(TimeSpan.FromMinutes(5), position.AgeAt(now));
    }

    [Fact]
    public async Task AStreamThatIsBeingSwitchedOnIsWaitedFor()
    {
        var stream = new FakeStream(time) { Status = "ENABLING" };
        var before = time.GetUtcNow();
        var taking = StreamPosition.TakeAsync(stream, StreamTables.WithStream(FakeStream.Arn), time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(taking.IsCompleted);
        stream.Open("s1").Status = "ENABLED";
        await time.RunAsync(taking);
        var position = await taking;
        Assert.Equal("s1", Assert.Single(position.Shards).ShardId);
        Assert.True(position.TakenAt > before);
    }

    [Fact]
    public async Task NoPositionIsTakenWithoutAStream()
    {
        var error = await Assert.ThrowsAsync<DdbException>(() => StreamPosition.TakeAsync(new FakeStream(time), StreamTables.WithStream(null, null), time, CancellationToken.None));
        Assert.Equal("StreamNotEnabled", error.ErrorId);
    }

    [Fact]
    public void APositionComesBackFromItsJson()
    {
        var now = time.GetUtcNow();
        var position = new StreamPosition(FakeStream.Arn, now, now - TimeSpan.FromMinutes(5),
        [
            new("s1", "s0", "49590338271490256608559692538361571095921575989136588898", now, now + TimeSpan.FromSeconds(1), IsDone: true),
            new("s2", null, null, now, null, IsDone: false),
        ]);
        var back = JsonSerializer.Deserialize<StreamPosition>(JsonSerializer.Serialize(position))!;
        Assert.Equal(position.Shards, back.Shards);
        Assert.Equal(position, back with { Shards = position.Shards });
    }

    [Fact]
    public void ThePlaceFurthestBehindTellsTheAge()
    {
        var now = time.GetUtcNow();
        Assert.Equal(TimeSpan.FromHours(3), Age(Shard("a", 1), Shard("b", 3)));
        Assert.Equal(TimeSpan.FromHours(1), Age(Shard("a", 1), Shard("b", 3) with { EmptyAt = now }));
        Assert.Equal(TimeSpan.FromHours(1), Age(Shard("a", 1), Shard("b", 9) with { IsDone = true }, Shard("c", 1) with { ParentShardId = "b" }));
        Assert.Equal(TimeSpan.FromHours(9), Age(Shard("a", 1), Shard("b", 9) with { IsDone = true }));
        Assert.Equal(TimeSpan.FromHours(2), Age(Shard("a", 2), Shard("b", 9) with { ParentShardId = "a" }));
        Assert.Equal(TimeSpan.FromHours(4), Age());
        Assert.Equal(TimeSpan.Zero, Age(Shard("a", -1)));

        TimeSpan Age(params ShardPosition[] shards) => new StreamPosition(FakeStream.Arn, now, now - TimeSpan.FromHours(4), shards).AgeAt(now);

        ShardPosition Shard(string id, int hours) => new(id, null, null, now - TimeSpan.FromHours(hours), EmptyAt: null, IsDone: false);
    }
}
