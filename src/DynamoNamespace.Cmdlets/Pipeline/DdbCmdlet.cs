using System.Management.Automation;
using DynamoNamespace.Cmdlets.Connections;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>What every cmdlet has: a connection, an engine operation that it runs, and a way to stop it.</summary>
public abstract class DdbCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();

    /// <summary>The AWS Region, such as eu-west-1.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ValidateNotNullOrEmpty]
    public object? Region { get; set; }

    /// <summary>A profile of the shared AWS configuration.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>Another endpoint than AWS's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>An AWS credentials object, or a PSCredential of an access key and its secret.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => stop.Cancel();

    private protected ConnectionOptionsReader Connection => new(this);

    /// <summary>Does something on the pipeline thread while an operation runs on others; null while none does.</summary>
    private protected Func<Func<object?>, Task<object?>>? OnPipeline { get; private set; }

    /// <summary>Runs an operation and pumps what it says. An error of its own becomes an error record, and the next input goes on.</summary>
    /// <param name="readOptions">Reads parameters and session variables; it runs on the pipeline thread.</param>
    /// <param name="operation">Runs on another thread.</param>
    /// <param name="result">What it answers.</param>
    private protected bool TryRun<TOptions, T>(
        Func<TOptions> readOptions, Func<TOptions, OperationPump, CancellationToken, Task<T>> operation, out T result)
    {
        result = default!;
        try
        {
            var options = readOptions();
            using var pump = new OperationPump(this, stop.Token);
            using var termination = new TerminationSignal(stop);
            OnPipeline = pump.AskAsync;
            result = pump.Run(running => operation(options, running, stop.Token));
            return !stop.IsCancellationRequested;
        }
        catch (DdbException error)
        {
            WriteError(ErrorRecords.From(error));
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
