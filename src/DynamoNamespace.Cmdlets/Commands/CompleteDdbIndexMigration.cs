using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Removes the old index once its shadow is proven and nobody reads it any more.</summary>
[Cmdlet(VerbsLifecycle.Complete, "DdbIndexMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Complete-DdbIndexMigration.md")]
[OutputType("DynamoNamespace.Engine.Indexes.DdbIndexMigration")]
public sealed class CompleteDdbIndexMigration : IndexChangeCmdlet
{
    private const int DefaultMinutes = 15;

    /// <summary>For how many minutes the old index must not have been read.</summary>
    [Parameter]
    [ValidateRange(1, 1440)]
    public int ReaderWindowMinutes { get; set; } = DefaultMinutes;

    /// <summary>Read units a second at most, of each scan of the proof.</summary>
    [Parameter]
    public double? MaxReadUnits { get; set; }

    private protected override Task<DdbIndexMigration> RunAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken) =>
        IndexMigrations.CompleteAsync(options, audience, cancellationToken);

    private protected override IndexMigrationOptions ReadOptions() => base.ReadOptions() with { ReaderWindow = TimeSpan.FromMinutes(ReaderWindowMinutes), MaxReadUnits = MaxReadUnits };
}
