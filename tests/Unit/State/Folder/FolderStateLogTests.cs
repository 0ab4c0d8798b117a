using System.Runtime.Versioning;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Folder;
using DynamoNamespace.Tests.Support;
using DynamoNamespace.Tests.Unit.Items;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State.Folder;

/// <summary>A log in a file: what was appended is read, in its order, once, whatever was cut off and whoever reads meanwhile.</summary>
public sealed class FolderStateLogTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ddbns-log-tests-");
    private readonly TestLease lease = new();
    private readonly HashSet<FolderStateLog> texts = [];

    private string Path => System.IO.Path.Combine(folder.FullName, "log");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_withoutAFile_isEmptyAndStaysSo(bool isText)
    {
        var log = Log(isText);
        Assert.Empty(await ReadAsync(log, new LogCursor()));
        await log.TruncateAsync(null, lease, CancellationToken.None);
        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Appends_areReadInTheirOrder(bool isText)
    {
        var log = Log(isText);
        var ends = new List<long>();
        foreach (var line in new[] { "a", "", new string('x', 300_000), "ä\u2028\"" })
            ends.Add((await AppendAsync(log, line)).Offset);

        Assert.Equal(ends.Order(), ends);
        Assert.Equal(new FileInfo(Path).Length, ends[^1]);
        var cursor = new LogCursor();
        Assert.Equal(["a", "", new string('x', 300_000), "ä\u2028\""], await ReadAsync(Log(isText), cursor));
        Assert.Equal(ends[^1], cursor.Position.Offset);
        Assert.Empty(await ReadAsync(log, cursor));
    }

    [Fact]
    public async Task Bytes_ofEveryValue_comeBackAppendByAppend()
    {
        var log = Log(isText: false);
        var appended = new List<byte[]>();
        for (var length = 0; length < 600; length += 7)
        {
            appended.Add([.. Enumerable.Range(0, length).Select(at => (byte)(at * 7))]);
            await log.AppendAsync(appended[^1], lease, CancellationToken.None);
        }

        var read = new List<byte[]>();
        await foreach (var bytes in Log(isText: false).ReadAsync(new LogCursor(), CancellationToken.None))
            read.Add(bytes.ToArray());
        Assert.Equal(appended, read);
        Assert.Equal(appended.Count, File.ReadAllLines(Path).Length);
        Assert.All(File.ReadAllBytes(Path), value => Assert.InRange(value, (byte)'\n', (byte)'z'));
    }

    [Fact]
    public async Task Text_isReadInWholeLinesHoweverTheyWereAppended()
    {
        var log = Log(isText: true);
        await log.AppendAsync("first\nsecond\nthi"u8.ToArray(), lease, CancellationToken.None);
        var cursor = new LogCursor();
        Assert.Equal(["first", "second"], await ReadAsync(log, cursor));
        await log.AppendAsync("rd\n"u8.ToArray(), lease, CancellationToken.None);
        Assert.Equal(["third"], await ReadAsync(log, cursor));
        Assert.Equal("first\nsecond\nthird\n", File.ReadAllText(Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cursor_readsOnWhileMoreIsAppended(bool isText)
    {
        var log = Log(isText);
        var reader = Log(isText);
        var cursor = new LogCursor();
        for (var number = 0; number < 50; number++)
        {
            await AppendAsync(log, $"{number}");
            Assert.Equal([$"{number}"], await ReadAsync(reader, cursor));
            Assert.Empty(await ReadAsync(reader, cursor));
        }
    }

    [Fact]
    public async Task Cursor_ofAReaderThatStopsInTheMiddle_standsBehindWhatItTook()
    {
        var log = Log(isText: false);
        foreach (var line in new[] { "1", "2", "3" })
            await AppendAsync(log, line);
        var cursor = new LogCursor();
        await foreach (var bytes in log.ReadAsync(cursor, CancellationToken.None))
        {
            Assert.Equal("1", ItemText.Text(bytes.Span));
            break;
        }

        Assert.Equal(["2", "3"], await ReadAsync(log, cursor));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Appends_ofManyThreads_areAllThere(bool isText)
    {
        var log = Log(isText);
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (thread, _) =>
        {
            for (var number = 0; number < 20; number++)
                await AppendAsync(log, $"{thread}-{number}");
        });
        var read = await ReadAsync(log, new LogCursor());
        Assert.Equal(160, read.Distinct(StringComparer.Ordinal).Count());
        foreach (var own in read.GroupBy(line => line.Split('-')[0], StringComparer.Ordinal))
            Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{own.Key}-{number}"), own);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LastLine_thatACrashCutShortAnywhere_isNotReadAndTheNextTakesItsPlace(bool isText)
    {
        await AppendAsync(Log(isText), "first");
        var first = (int)new FileInfo(Path).Length;
        await AppendAsync(Log(isText), "a longer one that is cut");
        var whole = File.ReadAllBytes(Path);
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            var cursor = new LogCursor();
            Assert.Equal(["first"], await ReadAsync(Log(isText), cursor));
            Assert.Equal(first, cursor.Offset);

            await AppendAsync(Log(isText), "next");
            Assert.Equal(["next"], await ReadAsync(Log(isText), cursor));
            Assert.Equal(["first", "next"], await ReadAsync(Log(isText), new LogCursor()));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OnlyLine_thatACrashCutShort_leavesAnEmptyLog(bool isText)
    {
        File.WriteAllText(Path, new string('x', 10_000));
        Assert.Empty(await ReadAsync(Log(isText), new LogCursor()));
        await AppendAsync(Log(isText), "next");
        Assert.Equal(["next"], await ReadAsync(Log(isText), new LogCursor()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Truncate_removesWhatStandsBehindAPosition(bool isText)
    {
        var log = Log(isText);
        await AppendAsync(log, "1");
        var position = await AppendAsync(log, "2");
        await AppendAsync(log, "3");

        await Log(isText).TruncateAsync(position, lease, CancellationToken.None);
        await AppendAsync(log, "4");
        Assert.Equal(["1", "2", "4"], await ReadAsync(log, new LogCursor()));
        // A file that is shorter than the position says is not filled up.
        await log.TruncateAsync(new LogPosition(1000), lease, CancellationToken.None);
        Assert.Equal(["1", "2", "4"], await ReadAsync(log, new LogCursor()));
        await log.TruncateAsync(null, lease, CancellationToken.None);
        Assert.Empty(await ReadAsync(log, new LogCursor()));
        await AppendAsync(log, "5");
        Assert.Equal(["5"], await ReadAsync(log, new LogCursor()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RemoveThrough_removesWhatStandsBeforeAPosition(bool isText)
    {
        var log = Log(isText);
        await AppendAsync(log, "1");
        var position = await AppendAsync(log, "2");
        await AppendAsync(log, "3");
        await log.RemoveThroughAsync(position, lease, CancellationToken.None);
        Assert.Equal(["3"], await ReadAsync(log, new LogCursor()));
        Assert.Equal(["3"], await ReadAsync(Log(isText), new LogCursor()));
        await AppendAsync(log, "4");
        Assert.Equal(["3", "4"], await ReadAsync(Log(isText), new LogCursor()));
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Positions_andCursorsOfBefore_meanTheSameAfterSomethingWasRemoved(bool isText)
    {
        var log = Log(isText);
        var cursor = new LogCursor();
        var first = await AppendAsync(log, "1");
        Assert.Equal(["1"], await ReadAsync(log, cursor));
        var second = await AppendAsync(log, "2");
        var third = await AppendAsync(log, "3");

        await log.RemoveThroughAsync(first, lease, CancellationToken.None);
        Assert.Equal(["2", "3"], await ReadAsync(log, cursor));
        Assert.Equal(third, cursor.Position);
        await log.RemoveThroughAsync(second, lease, CancellationToken.None);
        Assert.Equal(["3"], await ReadAsync(log, new LogCursor()));
        var fourth = await AppendAsync(log, "4");
        Assert.Equal(["4"], await ReadAsync(log, cursor));
        await log.TruncateAsync(third, lease, CancellationToken.None);
        Assert.Equal(["3"], await ReadAsync(log, new LogCursor()));
        await log.RemoveThroughAsync(third, lease, CancellationToken.None);
        Assert.Empty(await ReadAsync(log, new LogCursor()));
        Assert.True(fourth.Offset > third.Offset);
    }

    [Fact]
    public async Task RemoveThrough_ofEverything_leavesAnEmptyLog()
    {
        var log = Log(isText: true);
        var position = await AppendAsync(log, "1");
        await log.RemoveThroughAsync(position, lease, CancellationToken.None);
        Assert.Empty(await ReadAsync(log, new LogCursor()));
        Assert.Equal(0, new FileInfo(Path).Length);
    }

    [Fact]
    public async Task Log_underALostLease_isNotChanged()
    {
        var log = Log(isText: true);
        var position = await AppendAsync(log, "1");
        lease.IsLost = true;
        foreach (var change in new Func<Task>[]
        {
            () => AppendAsync(log, "2"), () => log.TruncateAsync(null, lease, CancellationToken.None), () => log.RemoveThroughAsync(position, lease, CancellationToken.None),
        })
        {
            Assert.Equal("LeaseLost", (await Assert.ThrowsAsync<DdbException>(change)).ErrorId);
        }

        Assert.Equal(["1"], await ReadAsync(log, new LogCursor()));
    }

    [UnixFact("Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task File_isForThisUserOnly()
    {
        await AppendAsync(Log(isText: true), "1");
        var log = Log(isText: true);
        await log.RemoveThroughAsync(await AppendAsync(log, "2"), lease, CancellationToken.None);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task File_thatCannotBeMade_isNotWritable()
    {
        Directory.CreateDirectory(Path);
        var error = await Assert.ThrowsAsync<DdbException>(() => AppendAsync(Log(isText: true), "1"));
        Assert.Equal(("CheckpointNotWritable", DdbErrorKind.InvalidState), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task Append_thatFailed_leavesNothingForTheNextOneToFollow()
    {
        // What a full disk took of the line is written by hand.
        var log = Log(isText: true);
        await AppendAsync(log, "1");
        var gone = Path + ".gone";
        File.Move(Path, gone);
        Directory.CreateDirectory(Path);
        await Assert.ThrowsAsync<DdbException>(() => AppendAsync(log, "2"));
        Directory.Delete(Path);
        File.Move(gone, Path);
        File.AppendAllText(Path, "what was written of 2");
        await AppendAsync(log, "3");
        Assert.Equal(["1", "3"], await ReadAsync(log, new LogCursor()));
    }

    /// <summary>The log as a process opens it that has not written to it yet.</summary>
    private FolderStateLog Log(bool isText)
    {
        var log = new FolderStateLog(Path, isText);
        if (isText)
            texts.Add(log);
        return log;
    }

    private Task<LogPosition> AppendAsync(FolderStateLog log, string line) =>
        log.AppendAsync(ItemText.Bytes(texts.Contains(log) ? line + "\n" : line), lease, CancellationToken.None);

    private async Task<List<string>> ReadAsync(FolderStateLog log, LogCursor cursor)
    {
        var lines = new List<string>();
        await foreach (var bytes in log.ReadAsync(cursor, CancellationToken.None))
        {
            if (texts.Contains(log))
                lines.AddRange(ItemText.Text(bytes.Span).Split('\n')[..^1]);
            else
                lines.Add(ItemText.Text(bytes.Span));
        }

        return lines;
    }
}
