using System.Management.Automation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>
/// A cmdlet that works on a whole table without a mapping: each result is written, and what ended incomplete fails the command once all inputs are done.
/// </summary>
public abstract class TableRunCmdlet : DdbCmdlet
{
    // Not a field of the engine's type: PowerShell looks at the cmdlets' fields before the engine can be found.
    private readonly List<Exception> incomplete = [];

    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (incomplete.Count == 0)
            return;
        foreach (var error in incomplete.Skip(1))
            WriteError(ErrorRecords.From((DdbException)error));
        ThrowTerminatingError(ErrorRecords.From((DdbException)incomplete[0]));
    }

    private protected void Run<TOptions, T>(Func<TOptions> readOptions, Func<TOptions, OperationPump, CancellationToken, Task<MigrationRun<T>>> operation)
    {
        if (!TryRun(readOptions, operation, out var run))
            return;
        WriteObject(run.Result);
        if (run.Error is not null)
            incomplete.Add(run.Error);
    }
}
