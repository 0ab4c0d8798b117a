using System.Management.Automation;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>A cmdlet that reads the state of plans.</summary>
public abstract class StateCmdlet : DdbCmdlet
{
    /// <summary>The table that holds the state of plans.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StateTableName { get; set; }

    /// <summary>A folder that holds the state of one plan, or a checkpoint in it, instead of a table.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CheckpointPath { get; set; }

    // What a result leaves empty binds as empty along the pipeline.
    private protected StatePlace ReadPlace() => new(
        Connection.Read(),
        string.IsNullOrEmpty(StateTableName) ? null : StateTableName,
        string.IsNullOrEmpty(CheckpointPath) ? null : GetUnresolvedProviderPathFromPSPath(CheckpointPath));

    /// <summary>Reads, reports what could not be read, and writes the rest.</summary>
    private protected void WriteEach<TOptions, T>(
        Func<TOptions> readOptions, Func<TOptions, Action<Exception>, CancellationToken, Task<IReadOnlyList<T>>> read, Func<T, bool> isWanted)
    {
        var unreadable = new List<Exception>();
        if (!TryRun(readOptions, (options, _, token) => read(options, unreadable.Add, token), out var all))
            return;
        foreach (var error in unreadable)
            WriteError(ErrorRecords.From((Engine.Errors.DdbException)error));
        foreach (var one in all.Where(isWanted))
            WriteObject(one);
    }
}
