using System.Management.Automation;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what works on a table's items and on their copies, which may stand in another table, Region or account.</summary>
public abstract class TargetedMigrationCmdlet : MigrationRunCmdlet
{
    /// <summary>The table that the copies stand in, where it is another one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TargetTableName { get; set; }

    /// <summary>The target table's Region.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? TargetRegion { get; set; }

    /// <summary>A profile of the target table's account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? TargetProfileName { get; set; }

    /// <summary>The target table's endpoint.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? TargetEndpointUrl { get; set; }

    private protected override MigrationOptions ReadOptions() => base.ReadOptions().WithTarget(TargetTableName, TargetRegion, TargetProfileName, TargetEndpointUrl);

    /// <summary>The tables and the namespace as a confirmation names them.</summary>
    private protected string DescribeTables() => DescribeTables(TargetTableName, TargetEndpointUrl ?? TargetRegion ?? TargetProfileName);
}
