using System.Collections;
using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Plans;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Writes a plan with comments, to edit.</summary>
[Cmdlet(VerbsCommon.New, "DdbMigrationPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = HelpPage.Root + "New-DdbMigrationPlan.md")]
[OutputType("DynamoNamespace.Engine.Plans.DdbMigrationPlan")]
public sealed class NewDdbMigrationPlan : DdbCmdlet
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The plan's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    /// <summary>The table that old items are in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <summary>The table that new items go to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TargetTableName { get; set; }

    /// <summary>A mapping that ships with the module, or a path from the plan's folder.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Mapping { get; set; }

    /// <summary>Values of the mapping's variables, by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Variable { get; set; }

    /// <summary>The table's key, instead of reading it from the table.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] KeySchema { get; set; } = [];

    /// <summary>An example that ships with the module, to begin with.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Example { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess(GetUnresolvedProviderPathFromPSPath(Path), "Write a plan"))
            return;
        if (TryRun(ReadOptions, (options, _, token) => PlanDraft.WriteAsync(options, token), out var plan))
            WriteObject(plan);
    }

    private PlanDraftOptions ReadOptions() => new()
    {
        Path = GetUnresolvedProviderPathFromPSPath(Path),
        Name = NullIfEmpty(Name),
        TableName = NullIfEmpty(TableName),
        TargetTableName = NullIfEmpty(TargetTableName),
        Mapping = NullIfEmpty(Mapping),
        Variables = VariableValues.Read(Variable),
        Key = KeySchema,
        Example = NullIfEmpty(Example),
        Force = Force,
        Connection = Connection.Read(),
    };

    // A property without a value binds as empty along the pipeline.
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
