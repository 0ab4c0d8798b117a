using System.Collections.Concurrent;
using System.Management.Automation;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>
/// Runs an engine operation as a task and carries what it says to the pipeline thread, the only one that may write.
/// </summary>
internal sealed class OperationPump(Cmdlet cmdlet, CancellationToken cancellationToken) : IRunObserver, IDisposable
{
    private const int MaximumWaiting = 1000;

    private readonly BlockingCollection<Action> waiting = new(MaximumWaiting);
    private string? activity;

    public T Run<T>(Func<OperationPump, Task<T>> operation)
    {
        var task = Task.Run(async () =>
        {
            try
            {
                return await operation(this);
            }
            finally
            {
                waiting.CompleteAdding();
            }
        }, CancellationToken.None);
        try
        {
            foreach (var write in waiting.GetConsumingEnumerable(cancellationToken))
                write();
        }
        catch (OperationCanceledException)
        {
            // The operation hears the same token and ends by itself; its end is waited for below.
        }

        var result = task.GetAwaiter().GetResult();
        EndProgress();
        return result;
    }

    /// <summary>Writes an object while the operation runs.</summary>
    public void Emit(object value) => Post(() => cmdlet.WriteObject(value));

    /// <summary>Does something on the pipeline thread and waits for what comes of it, such as the answer to a question.</summary>
    public Task<T> AskAsync<T>(Func<T> ask)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(ask());
            }
            catch (Exception error)
            {
                // The operation ends by it, and Run throws it on the pipeline thread.
                answer.SetException(error);
            }
        });
        return answer.Task.WaitAsync(cancellationToken);
    }

    public void OnWarning(string message) => Post(() => cmdlet.WriteWarning(message));

    public void OnVerbose(string message) => Post(() => cmdlet.WriteVerbose(message));

    public void OnProgress(RunSnapshot snapshot) => Post(() =>
    {
        activity = snapshot.Phase;
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, snapshot.Phase, snapshot.ToString()) { PercentComplete = snapshot.PercentScanned });
    });

    /// <summary>Shows the last that was heard of what takes its time elsewhere.</summary>
    public void OnStep(string step, string status) => Post(() =>
    {
        activity = step;
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, step, status));
    });

    public void Dispose() => waiting.Dispose();

    private const int ProgressId = 0x0DDB;

    private void EndProgress()
    {
        if (activity is not null && !cancellationToken.IsCancellationRequested)
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void Post(Action write)
    {
        try
        {
            waiting.Add(write, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }
}
