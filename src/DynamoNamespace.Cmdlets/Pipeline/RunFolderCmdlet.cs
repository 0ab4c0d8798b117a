using System.Management.Automation;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>A cmdlet that reads the files of runs.</summary>
public abstract class RunFolderCmdlet : LocalCmdlet
{
    /// <summary>The folder of a run's checkpoint and records, or a checkpoint in it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CheckpointPath { get; set; }

    // A result without a checkpoint binds as empty along the pipeline.
    private protected string? ResolveCheckpointPath() => string.IsNullOrEmpty(CheckpointPath) ? null : GetUnresolvedProviderPathFromPSPath(CheckpointPath);

    /// <summary>Writes what is read, one by one.</summary>
    private protected void WriteEach<T>(Func<IEnumerable<T>> read) => Try(() =>
    {
        foreach (var one in read())
            WriteObject(one);
    });
}
