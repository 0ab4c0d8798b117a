using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.Items;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>Records come back as they were appended, however a store cuts them.</summary>
public sealed class StateRecordsTests
{
    private const string Name = "copy.records";

    private readonly MemoryLog log = new();
    private readonly TestLease lease = new();

    [Fact]
    public async Task Records_comeBackAsTheyWereAdded()
    {
        var report = RunFiles.Report("ä\n\u2028\"") with { Clock = "rf", SourceClock = "1", TargetClock = "2" };
        await AppendAsync(RecordLog.Serialize(report), RecordLog.Serialize(RunFiles.Report("2")));
        var read = await ReadAsync<DdbItemReport>();
        Assert.Equal(2, read.Count);
        Assert.Equal(report, read[0] with { Attributes = report.Attributes });
        Assert.Single(log.Appends);
    }

    [Fact]
    public async Task NoRecords_areNotAppended()
    {
        Assert.Null(await AppendAsync());
        Assert.Empty(log.Appends);
        Assert.Empty(await ReadAsync<int>());
    }

    [Fact]
    public async Task Records_ofMoreThanOneAppend_areSplitBetweenRecords()
    {
        var records = Enumerable.Range(0, 10).Select(number => RecordLog.Serialize(new string((char)('a' + number), 100_000))).ToArray();
        var end = await AppendAsync(records);
        Assert.Equal((5, new LogPosition(5)), (log.Appends.Count, end));
        Assert.All(log.Appends, bytes => Assert.InRange(bytes.Length, 1, StateLimits.MaximumAppend));
        Assert.All(log.Appends, bytes => Assert.Equal((byte)'\n', bytes[^1]));
        Assert.Equal("abcdefghij", string.Concat((await ReadAsync<string>()).Select(text => text[0])));
    }

    [Fact]
    public async Task Records_thatAStoreCutsAnywhere_arePutTogether()
    {
        var text = "\"first\"\n\"second\"\n\n3\n";
        for (var cut = 1; cut < text.Length; cut++)
        {
            var split = new MemoryLog();
            await split.AppendAsync(ItemText.Bytes(text[..cut]), lease, CancellationToken.None);
            await split.AppendAsync(ItemText.Bytes(text[cut..]), lease, CancellationToken.None);
            var read = new List<object>();
            await foreach (var record in StateRecords.ReadAsync<object>(new LogState(split), Name, CancellationToken.None))
                read.Add(record.ToString()!);
            Assert.Equal(["first", "second", "3"], read);
        }
    }

    [Fact]
    public async Task Record_thatCannotBeRead_isNamedByItsLine()
    {
        await AppendAsync("1"u8.ToArray(), "{"u8.ToArray(), "3"u8.ToArray());
        var error = await Assert.ThrowsAsync<DdbException>(ReadAsync<int>);
        Assert.Equal(("RecordsUnreadable", DdbErrorKind.InvalidState, Name), (error.ErrorId, error.Kind, error.Target));
        Assert.StartsWith("Line 2 of the records 'copy.records' in memory cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Restart", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastRecord_withoutItsEnd_isLeftOut()
    {
        await AppendAsync("1"u8.ToArray());
        await log.AppendAsync("2"u8.ToArray(), lease, CancellationToken.None);
        Assert.Equal([1], await ReadAsync<int>());
    }

    private Task<LogPosition?> AppendAsync(params byte[][] records) => StateRecords.AppendAsync(log, records, lease, CancellationToken.None);

    private async Task<List<T>> ReadAsync<T>()
    {
        var read = new List<T>();
        await foreach (var record in StateRecords.ReadAsync<T>(new LogState(log), Name, CancellationToken.None))
            read.Add(record);
        return read;
    }
}
