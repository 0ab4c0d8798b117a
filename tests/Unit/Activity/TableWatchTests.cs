using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Tests.Unit.CatchUp.Streams;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Activity;

/// <summary>When a table counts as quiet, and who is said to have written.</summary>
public sealed class TableWatchTests
{
    private const string Key = """{"PK":{"S":"ENTITY#1"},"SK":{"S":"#META"}}""";
    private const string Expiry = """,  "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}""";

    private readonly FakeTimeProvider time = new();
    private readonly FakeStream stream;

    public TableWatchTests() => stream = new FakeStream(time).Open("s1");

    [Fact]
    public async Task ATableThatNobodyWritesIsQuietOnceItWasWatchedSoLong()
    {
        var began = time.Elapsed;
        var run = await new WatchRun(stream, time).EndAsync();
        Assert.Null(run.Error);
        Assert.Equal((true, 0, null, null), (run.Result.IsQuiet, run.Result.Writes, run.Result.LastWriteAt, run.Result.Remedy));
        Assert.InRange((time.Elapsed - began).TotalSeconds, 10, 15);
        Assert.InRange(run.Result.QuietFor.TotalSeconds, 10, 15);
    }

    [Fact]
    public async Task EachWriteBeginsTheQuietAnew()
    {
        var watch = new WatchRun(stream, time);
        for (var number = 1; number <= 4; number++)
        {
            stream.Write("s1", 1);
            await watch.UntilAsync(() => watch.Last?.Writes == number);
            var at = time.Elapsed;
            await watch.UntilAsync(() => time.Elapsed >= at + TimeSpan.FromSeconds(8));
            Assert.False(watch.HasEnded);
        }

        var last = time.Elapsed;
        var run = await watch.EndAsync();
        Assert.Equal((true, 4), (run.Result.IsQuiet, run.Result.Writes));
        Assert.InRange((time.Elapsed - last).TotalSeconds, 1.5, 8);
    }

    [Fact]
    public async Task ADynamoDbClockThatIsBehindDoesNotShortenTheQuiet()
    {
        var watch = new WatchRun(stream, time);
        await watch.UntilAsync(() => watch.Last?.QuietFor > TimeSpan.FromSeconds(7));
        stream.Write("s1", WatchRun.Record("INSERT", Key), ago: TimeSpan.FromMinutes(2));
        await watch.UntilAsync(() => watch.Last?.Writes == 1);
        var heard = time.Elapsed;
        await watch.EndAsync();
        Assert.InRange((time.Elapsed - heard).TotalSeconds, 9.5, 15);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExpiredItemsAreToldApartAndCountOnlyIfAskedFor(bool areIncluded)
    {
        var watch = new WatchRun(stream, time, options => options with { IncludeExpired = areIncluded, Timeout = TimeSpan.FromSeconds(30) });
        for (var number = 1; number <= 12 && !watch.HasEnded; number++)
        {
            stream.Write("s1", WatchRun.Record("REMOVE", Key, old: Key, more: Expiry));
            await watch.UntilAsync(() => watch.HasEnded || watch.Last?.Expired == number);
            var at = time.Elapsed;
            await watch.UntilAsync(() => watch.HasEnded || time.Elapsed >= at + TimeSpan.FromSeconds(3));
        }

        var run = await watch.EndAsync();
        Assert.Equal(!areIncluded, run.Result.IsQuiet);
        Assert.Equal(areIncluded ? run.Result.Expired : 0, run.Result.Writes);
        Assert.True(run.Result.Expired >= 3);
        var group = Assert.Single(run.Result.Groups);
        Assert.Equal((DdbWriteOrigin.TimeToLive, "Remove", run.Result.Expired), (group.Origin, group.Event, group.Count));
    }

    [Fact]
    public async Task WhatIsStillWrittenWhenTheTimeIsOverIsNamed()
    {
        var watch = new WatchRun(stream, time, options => options with { Timeout = TimeSpan.FromSeconds(30) }, replicas: ["eu-central-1"]);
        for (var number = 1; !watch.HasEnded; number++)
        {
            stream.Write("s1", WatchRun.Record("MODIFY", Key, old: """{"PK":{"S":"ENTITY#1"},"SK":{"S":"#META"},"n":{"N":"1"}}""", made: """{"PK":{"S":"ENTITY#1"},"SK":{"S":"#META"},"n":{"N":"2"}}"""));
            await watch.UntilAsync(() => watch.HasEnded || watch.Last?.Writes == number);
            var at = time.Elapsed;
            await watch.UntilAsync(() => watch.HasEnded || time.Elapsed >= at + TimeSpan.FromSeconds(5));
        }

        var run = await watch.EndAsync();
        Assert.Equal(("TableNotQuiet", DdbErrorKind.Incomplete, false), (run.Error!.ErrorId, run.Error.Kind, run.Result.IsQuiet));
        Assert.True(run.Result.Writes >= 4);
        Assert.Contains("PK=ENTITY#*, SK=#META", run.Error.Message, StringComparison.Ordinal);
        Assert.Contains("CloudTrail", run.Error.Message, StringComparison.Ordinal);
        Assert.Contains("eu-central-1", run.Result.Remedy, StringComparison.Ordinal);
        Assert.StartsWith("https://docs.aws.amazon.com/", run.Result.Docs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WritesAreGroupedByKeyKindAndOrigin()
    {
        const string replicated = """{"PK":{"S":"ENTITY#9"},"SK":{"S":"#META"},"aws:rep:updateregion":{"S":"us-east-1"}}""";
        const string own = """{"PK":{"S":"ENTITY#9"},"SK":{"S":"#META"},"aws:rep:updateregion":{"S":"eu-west-1"},"aws:rep:updatetime":{"N":"2"}}""";
        var watch = new WatchRun(stream, time);
        stream.Write("s1", WatchRun.Record("INSERT", Key, made: Key));
        stream.Write("s1", WatchRun.Record("INSERT", """{"PK":{"S":"ENTITY#2"},"SK":{"S":"#META"}}""", made: Key));
        stream.Write("s1", WatchRun.Record("MODIFY", Key, old: """{"a":{"N":"1"},"b":{"N":"1"}}""", made: """{"a":{"N":"2"},"b":{"N":"1"},"c":{"N":"1"}}"""));
        stream.Write("s1", WatchRun.Record("MODIFY", Key, old: """{"a":{"N":"1"}}""", made: """{"a":{"N":"2"}}"""));
        stream.Write("s1", WatchRun.Record("MODIFY", Key, old: """{"a":{"N":"1.0"}}""", made: """{"a":{"N":"1"}}"""));
        stream.Write("s1", WatchRun.Record("REMOVE", Key, old: Key));
        stream.Write("s1", WatchRun.Record("INSERT", Key, made: replicated));
        stream.Write("s1", WatchRun.Record("MODIFY", Key, old: """{"PK":{"S":"ENTITY#9"},"SK":{"S":"#META"}}""", made: own));
        stream.Write("s1", WatchRun.Record("REMOVE", Key, more: ""","userIdentity":{"type":"Service","principalId":"other.amazonaws.com"}"""));
        // Older than what was still to be read when the watch began.
        stream.Write("s1", WatchRun.Record("INSERT", """{"PK":{"S":"OLD#1"},"SK":{"S":"x"}}"""), ago: TimeSpan.FromMinutes(6));

        var run = await watch.EndAsync();

        Assert.Equal((true, 9), (run.Result.IsQuiet, run.Result.Writes));
        var groups = run.Result.Groups.ToDictionary(group => $"{group.Event} {group.Origin} {group.Source}".TrimEnd(), StringComparer.Ordinal);
        Assert.Equal(6, groups.Count);
        Assert.Equal((2, "PK=ENTITY#*, SK=#META", "PK=ENTITY#2, SK=#META"), (groups["Insert Client"].Count, groups["Insert Client"].Keys, groups["Insert Client"].ExampleKey));
        Assert.Equal(3, groups["Modify Client"].Count);
        Assert.Equal(new[] { "a", "c" }, groups["Modify Client"].Attributes);
        Assert.Empty(groups["Remove Client"].Attributes);
        Assert.Equal(1, groups["Insert Replication us-east-1"].Count);
        Assert.Equal(new[] { "aws:rep:updateregion", "aws:rep:updatetime" }, groups["Modify Replication eu-west-1"].Attributes);
        Assert.True(groups.ContainsKey("Remove Service other.amazonaws.com"));
        Assert.DoesNotContain(run.Result.Groups, group => group.Keys.Contains("OLD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyKindsOfKeysTakeNoMoreMemory()
    {
        var watch = new WatchRun(stream, time);
        stream.PageSize = 1000;
        for (var number = 0; number < 1000; number++)
            stream.Write("s1", WatchRun.Record("INSERT", $$$"""{"PK":{"S":"KIND{{{number}}}#1"},"SK":{"S":"x"}}"""));
        var run = await watch.EndAsync();
        Assert.Equal(1000, run.Result.Groups.Sum(group => group.Count));
        Assert.Equal(201, run.Result.Groups.Count);
        Assert.Equal(800, run.Result.Groups.Single(group => group.Keys == "(other keys)").Count);
    }

    [Fact]
    public async Task AStreamThatIsSwitchedOffProvesNothing()
    {
        var watch = new WatchRun(stream, time);
        await watch.UntilAsync(() => watch.Last is not null);
        stream.Close("s1");
        stream.Status = "DISABLED";
        var error = await Assert.ThrowsAsync<DdbException>(watch.EndAsync);
        Assert.Equal("StreamPositionLost", error.ErrorId);
        Assert.Contains("nobody can say whether the table was quiet", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(-1, null, null)]
    [InlineData(60, 59.0, null)]
    [InlineData(60, null, 59.0)]
    public void AQuietTimeThatCannotBeWaitedForIsRefused(double quiet, double? timeout, double? until)
    {
        var now = time.GetUtcNow();
        var options = new TableQuietOptions
        {
            TableName = "limits",
            QuietTime = TimeSpan.FromSeconds(quiet),
            Timeout = timeout is { } limit ? TimeSpan.FromSeconds(limit) : null,
            Until = until is { } left ? now.AddSeconds(left) : null,
        };
        Assert.Equal("InvalidQuietTime", Assert.Throws<DdbException>(() => TableQuiet.Check(options, now)).ErrorId);
        TableQuiet.Check(options with { QuietTime = TimeSpan.FromSeconds(50) }, now);
    }
}
