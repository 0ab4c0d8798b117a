using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>A copy counts as finished for a catch-up only if it began in the same stream, not before the catch-up's position.</summary>
public sealed class CopyStatusTests : IDisposable
{
    private static readonly DateTimeOffset TakenAt = new(2025, 6, 15, 10, 30, 0, TimeSpan.Zero);
    private static readonly StreamPosition Position = At(TakenAt);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("ddbns-status-");
    private readonly RunFolder folder;
    private readonly CopyStatus status;

    public CopyStatusTests()
    {
        folder = RunFolder.At(directory.FullName);
        status = new CopyStatus(folder, Position);
    }

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void ItFollowsTheCopy()
    {
        Assert.False(status.IsFinished());
        Write(isFinished: false, Position);
        Assert.False(status.IsFinished());
        Write(isFinished: true, Position);
        Assert.True(status.IsFinished());
        // A second copy begins.
        Write(isFinished: false, Position);
        Assert.False(status.IsFinished());
    }

    [Fact]
    public void ACopyWhoseSegmentsAreAllDoneIsFinished()
    {
        Write(isFinished: false, Position, new ScanState(4, 4, [new OpenSegment(3, null)]));
        Assert.False(status.IsFinished());
        Write(isFinished: false, Position, new ScanState(4, 4, []));
        Assert.True(status.IsFinished());
    }

    [Fact]
    public void ACopyOfAnotherBeginningDoesNotCount()
    {
        Write(isFinished: true, null);
        Assert.False(status.IsFinished());
        Write(isFinished: true, At(TakenAt.AddSeconds(-1)));
        Assert.False(status.IsFinished());
        Write(isFinished: true, Position with { StreamArn = "another" });
        Assert.False(status.IsFinished());
        Write(isFinished: true, At(TakenAt.AddSeconds(1)));
        Assert.True(status.IsFinished());
    }

    [Fact]
    public void TwoWritesThatBearTheSameTimeAreTwoWrites()
    {
        Write(isFinished: false, Position);
        var path = folder.CheckpointPath(RunOperation.Copy);
        var written = File.GetLastWriteTimeUtc(path);
        Assert.False(status.IsFinished());

        Write(isFinished: true, Position);
        File.SetLastWriteTimeUtc(path, written);

        Assert.True(status.IsFinished());
    }

    private static StreamPosition At(DateTimeOffset takenAt) => new("the stream", takenAt, takenAt, []);

    private void Write(bool isFinished, StreamPosition? stream, ScanState? scan = null) => CheckpointFile.Write(folder.CheckpointPath(RunOperation.Copy), new Checkpoint
    {
        Operation = RunOperation.Copy,
        RunId = "run",
        Plan = new PlanIdentity
        {
            TableName = "limits", TargetTableName = "limits", TableId = "", TableArn = "", TableCreatedAt = TakenAt, Endpoint = "", Mapping = "test", MappingFingerprint = "",
            Variables = new Dictionary<string, string>(StringComparer.Ordinal),
        },
        Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        IsFinished = isFinished,
        Stream = stream,
        Scan = scan,
    });
}
