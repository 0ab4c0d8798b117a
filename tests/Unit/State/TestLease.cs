using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Tests.Unit.State;

/// <summary>A lease that is held for as long as a test wants.</summary>
internal sealed class TestLease(long fence = 1, RunOperation operation = RunOperation.Delete) : ILease
{
    public LeaseHolder Holder { get; } = new(operation, "operator", "machine", new ProcessMark(1, 1, ""), DateTimeOffset.UnixEpoch, fence);

    public CancellationToken Lost => CancellationToken.None;

    public LeaseHolder? TakenOverFrom => null;

    public bool IsLost { get; set; }

    public Task EndAsync() => Task.CompletedTask;

    public void Require()
    {
        if (IsLost)
            throw LeaseErrors.TakenOver(Holder, now: null, "folder 'test'");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
