using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Integration.Tables;
using Xunit;

namespace DynamoNamespace.Tests.Integration.CatchUp;

/// <summary>A catch-up that runs beside something else until it is stopped.</summary>
internal sealed class BackgroundSync(MigratingTable table) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task<MigrationRun<DdbCatchUpResult>>? running;

    public void Start() => running = Task.Run(() => table.SyncAsync(o => o with { StopWhenIdle = false }, stop.Token));

    /// <summary>Ends it in the middle of whatever it does, and expects no other end.</summary>
    public async Task<MigrationRun<DdbCatchUpResult>> StopAsync()
    {
        Assert.False(running!.IsCompleted, "The catch-up ended by itself.");
        await stop.CancelAsync();
        var run = await running;
        Assert.True(run.IsInterrupted);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (running is not null)
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
