using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Removes the shadow of an index.</summary>
[Cmdlet(VerbsCommon.Undo, "DdbIndexMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Root + "Undo-DdbIndexMigration.md")]
[OutputType("DynamoNamespace.Engine.Indexes.DdbIndexMigration")]
public sealed class UndoDdbIndexMigration : IndexChangeCmdlet
{
    private protected override Task<DdbIndexMigration> RunAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken) =>
        IndexMigrations.UndoAsync(options, audience, cancellationToken);
}
