namespace DynamoNamespace.Engine.CatchUp;

/// <summary>
/// Keeps a review and the stream's changes from acting on what the other is about to change: changes are applied side by side, a review acts alone. A
/// review that had read an old item before it was deleted could else put its copy after the delete was found to be in step.
/// </summary>
internal sealed class ReviewTurns : IDisposable
{
    private const int Places = 16;

    private readonly SemaphoreSlim free = new(Places, Places);

    public async Task SideBySideAsync(Func<Task> apply, CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        try
        {
            await apply();
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Waits for what is being applied, and holds up what comes. One review at a time.</summary>
    public async Task AloneAsync(Func<Task> review, CancellationToken cancellationToken)
    {
        var taken = 0;
        try
        {
            for (; taken < Places; taken++)
                await free.WaitAsync(cancellationToken);
            await review();
        }
        finally
        {
            if (taken > 0)
                free.Release(taken);
        }
    }

    public void Dispose() => free.Dispose();
}
