using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Makes a shadow of an index with another projection, and waits until it is filled.</summary>
[Cmdlet(VerbsLifecycle.Start, "DdbIndexMigration", SupportsShouldProcess = true,
    HelpUri = HelpPage.Root + "Start-DdbIndexMigration.md")]
[OutputType("DynamoNamespace.Engine.Indexes.DdbIndexMigration")]
public sealed class StartDdbIndexMigration : IndexChangeCmdlet
{
    /// <summary>The attributes that the shadow is to hold beside the keys.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] NonKeyAttribute { get; set; } = [];

    /// <summary>What the shadow is to hold.</summary>
    [Parameter]
    [ValidateSet("KeysOnly", "Include", "All")]
    public string? ProjectionType { get; set; }

    private protected override Task<DdbIndexMigration> RunAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken) =>
        IndexMigrations.StartAsync(options, audience, cancellationToken);

    private protected override IndexMigrationOptions ReadOptions() => base.ReadOptions() with { ProjectionType = ProjectionType, NonKeyAttributes = NonKeyAttribute };
}
