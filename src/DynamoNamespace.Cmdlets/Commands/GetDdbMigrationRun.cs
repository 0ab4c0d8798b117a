using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Lists runs and where they stand.</summary>
[Cmdlet(VerbsCommon.Get, "DdbMigrationRun", HelpUri = HelpPage.Root + "Get-DdbMigrationRun.md")]
[OutputType("DynamoNamespace.Engine.Checkpoints.DdbMigrationRun")]
public sealed class GetDdbMigrationRun : RunFolderCmdlet
{
    /// <summary>The table, or a pattern of tables.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? TableName { get; set; }

    /// <summary>The namespace's name, or a pattern of names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var tables = WildcardPattern.Get(TableName ?? "*", WildcardOptions.None);
        // What a mapping without namespaces leaves in its results is empty, and binds along the pipeline.
        var namespaces = string.IsNullOrEmpty(Namespace) ? null : WildcardPattern.Get(Namespace, WildcardOptions.None);
        WriteEach(() => MigrationRunList.Read(ResolveCheckpointPath(), error => WriteError(ErrorRecords.From(error)))
            .Where(run => tables.IsMatch(run.TableName) && (namespaces?.IsMatch(run.Namespace ?? "") ?? true)));
    }
}
