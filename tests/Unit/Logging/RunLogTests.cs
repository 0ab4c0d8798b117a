using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Logging;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Migration;
using DynamoNamespace.Tests.Unit.RateControl;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Logging;

/// <summary>One event a line, appended to what is there, readable by this user only.</summary>
public sealed class RunLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ddbns-log-").FullName;
    private readonly RecordingObserver observer = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AnEventIsALineWithItsTimeItsRunAndItsFields()
    {
        var path = Path.Combine(folder, "made", "run.jsonl");
        using (var log = Open(path))
        {
            log.RunId = "0123456789ab";
            log.Write("something", json => json.WriteNumber("count", 3));
            log.Write("else");
        }

        var lines = Lines(path);
        Assert.Equal(2, lines.Count);
        Assert.Equal($"{{\"time\":\"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fff}Z\",\"runId\":\"0123456789ab\",\"event\":\"something\",\"count\":3}}", lines[0].ToJsonString());
        Assert.Equal("else", (string)lines[1]["event"]!);
    }

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public void Log_canBeReadByTheUserAlone()
    {
        var path = Path.Combine(folder, "run.jsonl");
        Open(path).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void ALogIsAppendedToAndACutLineTakesNoneAlong()
    {
        var path = Path.Combine(folder, "run.jsonl");
        File.WriteAllText(path, "{\"event\":\"before\"}\n{\"event\":\"cut");
        using (var log = Open(path))
            log.Write("after");

        var lines = File.ReadAllLines(path);
        Assert.Equal(["{\"event\":\"before\"}", "{\"event\":\"cut"], lines[..2]);
        Assert.Equal("after", (string)JsonNode.Parse(lines[2])!["event"]!);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void RunsBesideEachOtherShareAFile()
    {
        var path = Path.Combine(folder, "run.jsonl");
        using (var first = Open(path))
        using (var second = Open(path))
        {
            Parallel.For(0, 400, number => (number % 2 == 0 ? first : second).Write("event", json => json.WriteNumber("number", number)));
        }

        Assert.Equal(Enumerable.Range(0, 400), Lines(path).Select(line => (int)line["number"]!).Order());
    }

    [Fact]
    public void ALogThatCannotBeWrittenRefusesTheRun()
    {
        var error = Assert.Throws<DdbException>(() => Open(folder));

        Assert.Equal(("LogNotWritable", DdbErrorKind.InvalidArgument, folder), (error.ErrorId, error.Kind, error.Target));
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Contains("-LogPath", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALogThatFailsLaterIsWarnedOfOnce()
    {
        var path = Path.Combine(folder, "full");
        File.CreateSymbolicLink(path, "/dev/full");
        using var log = Open(path);
        log.Write("one");
        log.Write("two");

        var warning = Assert.Single(observer.Warnings);
        Assert.Contains(path, warning, StringComparison.Ordinal);
        Assert.Contains("goes on without", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAPathNothingIsWritten()
    {
        using var log = RunLog.Open(new MigrationOptions { TableName = "t" }, observer, time);
        log.Write("event", _ => throw new InvalidOperationException("Nobody should ask."));
        RunLog.None.Write("event", _ => throw new InvalidOperationException("Nobody should ask."));
        Assert.False(log.IsKept);
    }

    private static List<JsonNode> Lines(string path) => [.. File.ReadLines(path).Select(line => JsonNode.Parse(line)!)];

    private RunLog Open(string path) => RunLog.Open(new MigrationOptions { TableName = "t", LogPath = path }, observer, time);
}
