using System.Collections;
using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Resolves conflicts: makes one of the two items what the other one tells, if neither has changed meanwhile.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "DdbMigrationConflict",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Resolve-DdbMigrationConflict.md")]
[OutputType("DynamoNamespace.Engine.Conflicts.DdbConflictResolution")]
public sealed class ResolveDdbMigrationConflict : DdbCmdlet
{
    private readonly List<PipedConflict> conflicts = [];

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
    public string? Mapping { get; set; }

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

    /// <summary>Values of the mapping's variables, by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Variable { get; set; }

    /// <summary>The folder of the runs' checkpoints and records.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CheckpointPath { get; set; }

    /// <summary>Which of the two items is right.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet("Source", "Target", "Newer")]
    public string Use { get; set; } = "";

    /// <summary>The old item's key in DynamoDB JSON.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? SourceKeyJson { get; set; }

    /// <summary>The new item's key in DynamoDB JSON.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? TargetKeyJson { get; set; }

    /// <summary>The old item's key as messages name it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SourceKey { get; set; }

    /// <summary>The new item's key as messages name it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TargetKey { get; set; }

    /// <summary>Why it was recorded.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Conflict", "Failed", "Kept", "Changed")]
    public string Reason { get; set; } = "Conflict";

    /// <summary>What its record says.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Detail { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            conflicts.Add(new PipedConflict(ReadPlan(), Reason, SourceKey, TargetKey, SourceKeyJson, TargetKeyJson, Detail));
        }
        catch (DdbException error)
        {
            WriteError(ErrorRecords.From(error));
        }
    }

    /// <summary>Once all are known: those of one plan share one session.</summary>
    protected override void EndProcessing()
    {
        foreach (var plan in conflicts.GroupBy(conflict => conflict.Plan))
        {
            TryRun(
                () => ReadOptions(plan.Key),
                (options, pump, token) => ConflictResolution.RunAsync(
                    options, [.. plan.Select(conflict => conflict.ToConflict())], Enum.Parse<DdbConflictSide>(Use, ignoreCase: true), new ResolutionPrompt(this, pump), pump, token),
                out _);
        }
    }

    private PipedPlan ReadPlan() => new(
        TableName,
        TargetTableName,
        TargetRegion,
        TargetProfileName,
        TargetEndpointUrl,
        string.IsNullOrEmpty(Namespace) ? MigrationOptions.DefaultNamespace : Namespace,
        string.IsNullOrEmpty(NamespaceId) ? null : NamespaceId,
        MappingName.Resolve(this, Mapping),
        PipedPlan.TextOf(VariableValues.Read(Variable)),
        string.IsNullOrEmpty(CheckpointPath) ? null : GetUnresolvedProviderPathFromPSPath(CheckpointPath));

    private MigrationOptions ReadOptions(PipedPlan plan) => (new MigrationOptions
    {
        TableName = plan.TableName,
        Namespace = plan.Namespace,
        NamespaceId = plan.NamespaceId,
        Mapping = plan.Mapping,
        Variables = plan.ReadVariables(),
        CheckpointPath = plan.CheckpointPath,
        Connection = Connection.Read(),
        DryRun = IsDryRun(),
    }).WithTarget(plan.TargetTableName, plan.TargetRegion, plan.TargetProfileName, plan.TargetEndpointUrl);

    private bool IsDryRun() => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
}
