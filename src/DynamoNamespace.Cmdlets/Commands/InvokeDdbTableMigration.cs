using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Copies items to another table, Region or account, if nothing stands there yet.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DdbTableMigration",
    DefaultParameterSetName = TableSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPage.Root + "Invoke-DdbTableMigration.md")]
[OutputType("DynamoNamespace.Engine.Migration.DdbMigrationResult")]
public sealed class InvokeDdbTableMigration : CopyCmdlet
{
    /// <summary>The table that the items go to.</summary>
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

    /// <summary>Begin although the target table holds items already.</summary>
    [Parameter]
    public SwitchParameter AllowNonEmptyTarget { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Copy(
        DescribeTables(TargetTableName, TargetEndpointUrl ?? TargetRegion ?? TargetProfileName),
        "copy items to the target table",
        options => options.WithTarget(TargetTableName, TargetRegion, TargetProfileName, TargetEndpointUrl) with { AllowNonEmptyTarget = AllowNonEmptyTarget },
        TableMigration.CopyAsync);
}
