using System.Collections;
using System.Management.Automation;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what works on a table's items. The table, the mapping and the limits may come from a plan.</summary>
public abstract class MigrationCmdlet : DdbCmdlet
{
    private protected const string TableSet = "Table";
    private protected const string PlanSet = "Plan";

    // Not a field of the engine's type: PowerShell looks at the cmdlets' fields before the engine can be found.
    private object? plan;

    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = TableSet)]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The path of a plan document.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public string? Plan { get; set; }

    /// <summary>The namespace's name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    public string? Namespace { get; set; }

    /// <summary>The namespace's ID, instead of its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NamespaceId { get; set; }

    /// <summary>A mapping that ships with the module, or the path of a mapping document.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Mapping { get; set; }

    /// <summary>A script block that makes the new item of what the mapping's rule made.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Transform { get; set; }

    /// <summary>Values of the mapping's variables, by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Variable { get; set; }

    /// <summary>Read units a second at most.</summary>
    [Parameter]
    public double? MaxReadUnits { get; set; }

    /// <summary>Write units a second at most.</summary>
    [Parameter]
    public double? MaxWriteUnits { get; set; }

    /// <summary>Into how many segments the scan is split.</summary>
    [Parameter]
    public int? TotalSegments { get; set; }

    /// <summary>How many requests are under way at once.</summary>
    [Parameter]
    public int? ThrottleLimit { get; set; }

    /// <summary>The folder of the run's checkpoint and records.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CheckpointPath { get; set; }

    /// <summary>Start over where an earlier run was stopped.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>Leave items whose TTL has passed.</summary>
    [Parameter]
    public SwitchParameter SkipExpired { get; set; }

    /// <summary>A file to append the run's log to, one JSON object a line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>Let the log name keys of items, and what DynamoDB said.</summary>
    [Parameter]
    public SwitchParameter LogItemKeys { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Plan is null)
            return;
        try
        {
            plan = DdbMigrationPlan.Load(GetUnresolvedProviderPathFromPSPath(Plan));
        }
        catch (DdbException error)
        {
            // It is the same for every input.
            ThrowTerminatingError(ErrorRecords.From(error));
        }
    }

    // What a mapping without namespaces leaves in its results is empty, and binds along the pipeline.
    private protected virtual MigrationOptions ReadOptions() =>
        PlanOptions.Combine((DdbMigrationPlan?)plan, ReadGiven(), Namespace, MappingName.Resolve(this, Mapping));

    /// <summary>What says how items change, where it is not the default mapping: its rules may move items, or change them where they stand.</summary>
    /// <returns>Null where that is known without a look into a document.</returns>
    private protected string? DescribeOwnRules()
    {
        if (plan is not null)
            return $"the plan '{Plan}'";
        return string.IsNullOrEmpty(Mapping) || Mapping == MigrationOptions.DefaultMapping ? null : $"the mapping '{Mapping}'";
    }

    private protected string DescribeTable() => TableName.Length > 0 ? TableName : ((DdbMigrationPlan?)plan)?.TableName ?? "";

    private string DescribeTarget(string? given) => !string.IsNullOrEmpty(given) ? given : ((DdbMigrationPlan?)plan)?.TargetTableName ?? DescribeTable();

    private MigrationOptions ReadGiven() => new()
    {
        TableName = TableName,
        NamespaceId = string.IsNullOrEmpty(NamespaceId) ? null : NamespaceId,
        Transform = Transform is null ? null : new ScriptTransform(Transform, ask => OnPipeline!(ask)),
        Variables = VariableValues.Read(Variable),
        Connection = Connection.Read(),
        MaxReadUnits = MaxReadUnits,
        MaxWriteUnits = MaxWriteUnits,
        TotalSegments = TotalSegments,
        ThrottleLimit = ThrottleLimit,
        // A result without a checkpoint binds as empty along the pipeline.
        CheckpointPath = string.IsNullOrEmpty(CheckpointPath) ? null : GetUnresolvedProviderPathFromPSPath(CheckpointPath),
        Restart = Restart,
        SkipExpired = SkipExpired,
        LogPath = LogPath is null ? null : GetUnresolvedProviderPathFromPSPath(LogPath),
        LogItemKeys = LogItemKeys,
    };

    /// <summary>The tables and the namespace as a confirmation names them. Which namespace another mapping than the default one uses, if any, only its document tells.</summary>
    /// <param name="targetTableName">The table that the copies stand in; null or empty where none is named.</param>
    /// <param name="place">Its endpoint, Region or profile; null where none is named.</param>
    private protected string DescribeTables(string? targetTableName = null, string? place = null)
    {
        var (table, name) = (DescribeTable(), DescribeTarget(targetTableName));
        var target = place is null && name == table ? "" : $" and its target table '{name}'{(place is null ? "" : $" ({place})")}";
        var ns = new[] { NamespaceId, Namespace, ((DdbMigrationPlan?)plan)?.Namespace }.FirstOrDefault(name => !string.IsNullOrEmpty(name));
        if (ns is null && plan is null && (string.IsNullOrEmpty(Mapping) ? target.Length == 0 : Mapping == MigrationOptions.DefaultMapping))
            ns = MigrationOptions.DefaultNamespace;
        return $"Table '{table}'{target}{(ns is null ? "" : $", namespace '{ns}'")}";
    }
}
