namespace DynamoNamespace.Engine.Migration;

/// <summary>Tasks that stand or fall together: the first that fails stops the others, and its error is the one that is told.</summary>
internal sealed class TaskGroup(CancellationToken outer) : IDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(outer);
    private readonly List<Task> tasks = [];
    private Exception? first;

    public void Start(Func<CancellationToken, Task> work) => tasks.Add(Task.Run(() => RunAsync(work), CancellationToken.None));

    public async Task WaitAsync()
    {
        await Task.WhenAll(tasks);
        outer.ThrowIfCancellationRequested();
        if (first is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }

    public void Dispose() => stop.Dispose();

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Another task failed or the user stopped the run; WaitAsync tells which.
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref first, error, null);
            await stop.CancelAsync();
        }
    }
}
