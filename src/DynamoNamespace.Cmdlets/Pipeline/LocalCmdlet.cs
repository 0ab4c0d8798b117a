using System.Management.Automation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>A cmdlet that reads files of runs on this machine and calls no AWS service.</summary>
public abstract class LocalCmdlet : PSCmdlet
{
    /// <summary>The folder of a run's checkpoint and records, or a checkpoint in it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CheckpointPath { get; set; }

    // A result without a checkpoint binds as empty along the pipeline.
    private protected string? ResolveCheckpointPath() => string.IsNullOrEmpty(CheckpointPath) ? null : GetUnresolvedProviderPathFromPSPath(CheckpointPath);

    /// <summary>Writes what is read, one by one. An error of its own becomes an error record, and the next input goes on.</summary>
    private protected void WriteEach<T>(Func<IEnumerable<T>> read)
    {
        try
        {
            foreach (var one in read())
                WriteObject(one);
        }
        catch (DdbException error)
        {
            WriteError(ErrorRecords.From(error));
        }
    }
}
