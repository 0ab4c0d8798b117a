using System.Management.Automation;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what works on a table's items.</summary>
public abstract class MigrationCmdlet : DdbCmdlet
{
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

    /// <summary>A mapping that ships with the module, or the path of a mapping document.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Mapping { get; set; }

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

    private protected virtual MigrationOptions ReadOptions() => new()
    {
        TableName = TableName,
        // What a mapping without namespaces leaves in its results is empty, and binds along the pipeline.
        Namespace = string.IsNullOrEmpty(Namespace) ? MigrationOptions.DefaultNamespace : Namespace,
        NamespaceId = string.IsNullOrEmpty(NamespaceId) ? null : NamespaceId,
        Mapping = MappingName.Resolve(this, Mapping),
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
        var name = string.IsNullOrEmpty(targetTableName) ? TableName : targetTableName;
        var target = place is null && name == TableName ? "" : $" and its target table '{name}'{(place is null ? "" : $" ({place})")}";
        var ns = string.IsNullOrEmpty(NamespaceId) ? Namespace : NamespaceId;
        if (string.IsNullOrEmpty(ns) && (string.IsNullOrEmpty(Mapping) ? target.Length == 0 : Mapping == MigrationOptions.DefaultMapping))
            ns = MigrationOptions.DefaultNamespace;
        return $"Table '{TableName}'{target}{(string.IsNullOrEmpty(ns) ? "" : $", namespace '{ns}'")}";
    }
}
