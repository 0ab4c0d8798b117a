using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>A cmdlet whose runs write: each result is written, and a run that ended incomplete fails the command once all inputs are done.</summary>
public abstract class MigrationRunCmdlet : MigrationCmdlet
{
    // Not a field of the engine's type: PowerShell looks at the cmdlets' fields before the engine can be found.
    private readonly List<Exception> incomplete = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (incomplete.Count == 0)
            return;
        foreach (var error in incomplete.Skip(1))
            WriteError(ErrorRecords.From((DdbException)error));
        ThrowTerminatingError(ErrorRecords.From((DdbException)incomplete[0]));
    }

    /// <summary>The options of what reads the table's stream.</summary>
    private protected MigrationOptions ReadCatchUpOptions(double? idleSeconds)
    {
        var options = ReadOptions();
        return idleSeconds is { } seconds ? options with { IdleTime = TimeSpan.FromSeconds(seconds) } : options;
    }

    private protected void Run<T>(Func<MigrationOptions> readOptions, Func<MigrationOptions, OperationPump, CancellationToken, Task<MigrationRun<T>>> operation)
    {
        if (!TryRun(readOptions, operation, out var run))
            return;
        WriteObject(run.Result);
        if (run.Error is not null)
            incomplete.Add(run.Error);
    }
}
