using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp.Streams;

/// <summary>How far behind a run is, and when it says so.</summary>
public sealed class LagTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeStream stream;

    public LagTests() => stream = new FakeStream(time).Open("s1");

    [Fact]
    public async Task ARunIsDrainedOnceEveryShardHasAnsweredEmptyAndNotWhileOneHasRecords()
    {
        stream.Open("s2");
        var began = time.GetUtcNow();
        var release = new TaskCompletionSource();
        var position = Position(Shard("s1"), Shard("s2"));
        stream.Write("s2", 1);
        await using var run = new ConsumerRun(stream, time, position, _ => release.Task);
        await run.UntilAsync(() => time.GetUtcNow() - began > TimeSpan.FromSeconds(20));
        Assert.Null(run.Consumer.DrainedSince);
        Assert.True(run.Consumer.Lag >= TimeSpan.FromSeconds(20), $"The lag is {run.Consumer.Lag}.");

        var released = time.GetUtcNow();
        release.SetResult();
        await run.UntilAsync(() => run.Consumer.DrainedSince is not null);
        Assert.InRange(run.Consumer.DrainedSince!.Value, released, time.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, run.Consumer.Lag);

        var since = run.Consumer.DrainedSince;
        await run.UntilAsync(() => time.GetUtcNow() - since > TimeSpan.FromMinutes(2));
        Assert.Equal(since, run.Consumer.DrainedSince);

        var written = time.GetUtcNow();
        stream.Write("s1", 1);
        await run.UntilAsync(() => run.Consumer.DrainedSince >= written);
        Assert.Equal(2, run.Applied.Count);
    }

    [Fact]
    public void OneEmptyAnswerIsNotBelieved()
    {
        var progress = new StreamProgress(Position(Shard("s1")), time);
        Assert.Null(progress.Merge(Description(new StreamShard("s1", null, IsClosed: false))));
        Assert.Equal(["s1"], progress.TakeReadable());
        Assert.Empty(progress.TakeReadable());
        var first = time.GetUtcNow();
        for (var answers = 1; answers <= 3; answers++)
        {
            Assert.Null(progress.DrainedSince);
            progress.FindEmpty("s1", time.GetUtcNow());
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(first, progress.DrainedSince);
        Assert.Equal(first + TimeSpan.FromSeconds(2), progress.Of("s1").EmptyAt);
    }

    [Fact]
    public void AnEndedShardIsExpectedToHaveChildren()
    {
        var progress = new StreamProgress(Position(Shard("s1")), time);
        progress.Merge(Description(new StreamShard("s1", null, IsClosed: true)));
        progress.TakeReadable();
        progress.End("s1");
        Assert.Null(progress.DrainedSince);
        Assert.True(progress.IsSuccessorExpected);

        progress.Merge(Description(new StreamShard("s1", null, IsClosed: true), new StreamShard("s2", "s1", IsClosed: false)));
        Assert.False(progress.IsSuccessorExpected);
        Assert.Null(progress.DrainedSince);
        Assert.Equal(["s2"], progress.TakeReadable());
    }

    [Fact]
    public void AShardWithoutChildrenHoldsARunUpForAMinuteOnly()
    {
        var progress = new StreamProgress(Position(Shard("s1")), time);
        progress.Merge(Description(new StreamShard("s1", null, IsClosed: true)));
        progress.End("s1");
        var ended = time.GetUtcNow();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ended, progress.DrainedSince);
    }

    [Fact]
    public void AChildIsNoOlderThanTheEndOfItsParent()
    {
        var old = Shard("s1") with { RecordedAt = time.GetUtcNow() - TimeSpan.FromHours(8), EmptyAt = time.GetUtcNow() };
        var child = Shard("s2") with { ParentShardId = "s1", RecordedAt = time.GetUtcNow() - TimeSpan.FromHours(8) };
        var progress = new StreamProgress(Position(old, child), time);
        progress.End("s1");
        Assert.Equal(TimeSpan.Zero, progress.Lag);
        Assert.Equal(time.GetUtcNow(), progress.Of("s2").ReadUntil);
    }

    [Fact]
    public void AForgottenShardDoesNotComeBackWithItsRecords()
    {
        var done = Shard("s1") with { IsDone = true };
        var progress = new StreamProgress(Position(done, Shard("s2")), time);
        var open = new StreamShard("s2", null, IsClosed: false);
        progress.Merge(Description(open));
        Assert.Equal(2, progress.Position.Shards.Count);
        time.Advance(TimeSpan.FromHours(25));
        progress.Merge(Description(open));
        Assert.Equal("s2", Assert.Single(progress.Position.Shards).ShardId);
    }

    [Fact]
    public void AWarningIsGivenAtSixTwelveAndEighteenHoursOnce()
    {
        var warning = new LagWarning("limits");
        Assert.Null(warning.For(TimeSpan.FromHours(5.9)));
        Assert.Contains("'limits' is 6 hours behind", warning.For(TimeSpan.FromHours(6)), StringComparison.Ordinal);
        Assert.Null(warning.For(TimeSpan.FromHours(7)));
        Assert.Null(warning.For(TimeSpan.FromHours(1)));
        Assert.Contains("12.5 hours", warning.For(TimeSpan.FromHours(12.5)), StringComparison.Ordinal);
        Assert.Null(warning.For(TimeSpan.FromHours(11)));
        Assert.NotNull(warning.For(TimeSpan.FromHours(18)));
        Assert.Null(warning.For(TimeSpan.FromHours(23)));
        Assert.Contains("23 hours", new LagWarning("limits").For(TimeSpan.FromHours(23)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APositionThatStoodStillForLongIsWarnedOf()
    {
        stream.Write("s1", 1);
        await using var run = new ConsumerRun(stream, time, Position(Shard("s1") with { RecordedAt = time.GetUtcNow() - TimeSpan.FromHours(13) }));
        await run.AppliedAsync(1);
        Assert.Contains("13 hours behind", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    private static StreamDescription Description(params StreamShard[] shards) => new("ENABLED", StreamSwitch.ViewType, shards);

    private StreamPosition Position(params ShardPosition[] shards) => new(FakeStream.Arn, time.GetUtcNow(), time.GetUtcNow() - TimeSpan.FromDays(2), shards);

    private ShardPosition Shard(string id) => new(id, null, null, time.GetUtcNow(), EmptyAt: null, IsDone: false);
}
