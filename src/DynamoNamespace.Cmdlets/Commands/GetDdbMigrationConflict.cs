using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Lists what runs left for somebody to decide about.</summary>
[Cmdlet(VerbsCommon.Get, "DdbMigrationConflict", HelpUri = HelpPage.Root + "Get-DdbMigrationConflict.md")]
[OutputType("DynamoNamespace.Engine.Conflicts.DdbMigrationConflict")]
public sealed class GetDdbMigrationConflict : RunFolderCmdlet
{
    private readonly HashSet<(string?, string?, string?)> written = [];

    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The namespace's name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    public string? Namespace { get; set; }

    /// <summary>The namespace's ID, instead of its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NamespaceId { get; set; }

    /// <summary>Only those with one of these reasons.</summary>
    [Parameter]
    [ValidateSet("Conflict", "Failed", "Kept", "Changed")]
    public string[]? Reason { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteEach(() => ConflictList.Read(ReadQuery(), error => WriteError(ErrorRecords.From(error)))
        // The results of a copy and of its delete name one folder.
        .Where(conflict => written.Add((conflict.CheckpointPath, conflict.SourceKeyJson, conflict.TargetKeyJson))));

    private ConflictQuery ReadQuery() => new()
    {
        TableName = TableName,
        Namespace = Namespace,
        NamespaceId = NamespaceId,
        CheckpointPath = ResolveCheckpointPath(),
        Reasons = Reason?.Select(name => Enum.Parse<DdbItemReason>(name, ignoreCase: true)).ToList(),
    };
}
