using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Tests.Support;
using Xunit;

namespace DynamoNamespace.Tests.Unit.Migration;

public sealed class TaskGroupTests
{
    [Fact]
    public async Task AGroupEndsWhenAllHaveEnded()
    {
        using var group = new TaskGroup(CancellationToken.None);
        var ended = 0;
        for (var index = 0; index < 20; index++)
        {
            group.Start(async token =>
            {
                await Task.Delay(5, token);
                Interlocked.Increment(ref ended);
            });
        }

        await group.WaitAsync();
        Assert.Equal(20, ended);
    }

    [Fact]
    public async Task TheFirstErrorStopsTheOthersAndIsTheOneThatIsTold()
    {
        using var group = new TaskGroup(CancellationToken.None);
        var stopped = new TaskCompletionSource();
        group.Start(async token =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped.SetResult();
            }
        });
        group.Start(async _ =>
        {
            await stopped.Task;
            throw new InvalidDataException("a consequence");
        });
        group.Start(_ => throw new InvalidOperationException("the cause"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => group.WaitAsync().WaitAsync(Patience.Limit));
        Assert.Equal("the cause", error.Message);
        Assert.True(stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task ATimeOutOfOneCallIsAnErrorAndNoCancellation()
    {
        using var group = new TaskGroup(CancellationToken.None);
        group.Start(_ => throw new TaskCanceledException("the request timed out"));
        var error = await Assert.ThrowsAsync<TaskCanceledException>(() => group.WaitAsync().WaitAsync(Patience.Limit));
        Assert.Equal("the request timed out", error.Message);
    }

    [Fact]
    public async Task StoppingFromOutsideCancelsAll()
    {
        using var stop = new CancellationTokenSource();
        using var group = new TaskGroup(stop.Token);
        for (var index = 0; index < 5; index++)
            group.Start(token => Task.Delay(Timeout.Infinite, token));
        var waiting = group.WaitAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience.Limit));
    }
}
