using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.CatchUp.Streams;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Tests.Unit.State.Folder;
using Xunit;

namespace DynamoNamespace.Tests.Unit.CatchUp;

/// <summary>
/// A copy counts as finished for a catch-up only while the plan's phase says so, and only if the copy began in the same stream, not before the catch-up's
/// position.
/// </summary>
public sealed class CopyStatusTests : IDisposable
{
    private static readonly DateTimeOffset TakenAt = new(2025, 6, 15, 10, 30, 0, TimeSpan.Zero);
    private static readonly StreamPosition Position = At(TakenAt);

    private readonly RunFiles files = new();
    private readonly CopyStatus status;

    public CopyStatusTests() => status = new CopyStatus(files.State(), Position);

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Status_withoutAPlan_isNotFinished() => Assert.False(await IsFinishedAsync());

    [Fact]
    public async Task Status_followsTheCopy()
    {
        await WriteAsync(DdbPlanPhase.Copying, isFinished: false, Position);
        Assert.False(await IsFinishedAsync());
        await WriteAsync(DdbPlanPhase.Copied, isFinished: true, Position);
        Assert.True(await IsFinishedAsync());
        // A second copy begins; until it has saved, the checkpoint is that of the first one.
        await WriteAsync(DdbPlanPhase.Copying, isFinished: true, Position);
        Assert.False(await IsFinishedAsync());
        await WriteAsync(DdbPlanPhase.Copying, isFinished: false, Position);
        Assert.False(await IsFinishedAsync());
        await WriteAsync(DdbPlanPhase.Copied, isFinished: true, Position);
        Assert.True(await IsFinishedAsync());
    }

    [Theory]
    [InlineData(DdbPlanPhase.None, false)]
    [InlineData(DdbPlanPhase.Copying, false)]
    [InlineData(DdbPlanPhase.Copied, true)]
    [InlineData(DdbPlanPhase.Deleting, true)]
    [InlineData(DdbPlanPhase.Deleted, true)]
    [InlineData(DdbPlanPhase.Undoing, false)]
    [InlineData(DdbPlanPhase.Undone, false)]
    public async Task Status_byThePhase(DdbPlanPhase phase, bool isFinished)
    {
        await WriteAsync(phase, isFinished: true, Position);
        Assert.Equal(isFinished, await IsFinishedAsync());
    }

    [Fact]
    public async Task Copy_whoseSegmentsAreAllDone_isFinished()
    {
        await WriteAsync(DdbPlanPhase.Copied, isFinished: false, Position, new ScanState(4, 4, [new OpenSegment(3, null)]));
        Assert.False(await IsFinishedAsync());
        await WriteAsync(DdbPlanPhase.Copying, isFinished: false, Position, new ScanState(4, 4, []));
        Assert.False(await IsFinishedAsync());
        await WriteAsync(DdbPlanPhase.Copied, isFinished: false, Position, new ScanState(4, 4, []));
        Assert.True(await IsFinishedAsync());
    }

    [Fact]
    public async Task Copy_ofAnotherBeginning_doesNotCount()
    {
        Assert.False(await CountsAsync(null));
        Assert.False(await CountsAsync(At(TakenAt.AddSeconds(-1))));
        Assert.False(await CountsAsync(Position with { StreamArn = "another" }));
        Assert.True(await CountsAsync(At(TakenAt.AddSeconds(1))));
        Assert.True(await CountsAsync(Position));
    }

    [Fact]
    public async Task Status_ofAPlanWithoutACopysCheckpoint_isNotFinished()
    {
        var state = files.State();
        await using var lease = await state.AcquireAsync(RunOperation.Delete, CancellationToken.None);
        await state.SetPhaseAsync(DdbPlanPhase.Deleted, lease, CancellationToken.None);
        Assert.False(await IsFinishedAsync());
    }

    private static StreamPosition At(DateTimeOffset takenAt) => new("the stream", takenAt, takenAt, []);

    private async Task<bool> IsFinishedAsync() => await status.IsFinishedAsync(CancellationToken.None);

    private async Task<bool> CountsAsync(StreamPosition? stream)
    {
        await WriteAsync(DdbPlanPhase.Copying, isFinished: false, stream);
        await WriteAsync(DdbPlanPhase.Copied, isFinished: true, stream);
        return await IsFinishedAsync();
    }

    /// <summary>As a copy in another process does it.</summary>
    private async Task WriteAsync(DdbPlanPhase phase, bool isFinished, StreamPosition? stream, ScanState? scan = null)
    {
        files.Time.Advance(TimeSpan.FromSeconds(1));
        var state = files.State();
        await using var lease = await state.AcquireAsync(RunOperation.Copy, CancellationToken.None);
        await state.SaveCheckpointAsync(RunFiles.Checkpoint() with { IsFinished = isFinished, Stream = stream, Scan = scan }, lease, CancellationToken.None);
        await state.SetPhaseAsync(phase, lease, CancellationToken.None);
        await lease.EndAsync();
    }
}
