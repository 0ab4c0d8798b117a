using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Copies every old item to its new key, if nothing stands there yet.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DdbKeyMigration",
    DefaultParameterSetName = TableSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPage.Root + "Invoke-DdbKeyMigration.md")]
[OutputType("DynamoNamespace.Engine.Migration.DdbMigrationResult")]
public sealed class InvokeDdbKeyMigration : CopyCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Copy(
        DescribeTables(),
        DescribeOwnRules() is { } rules ? $"migrate items as {rules} says" : "copy old items to new keys",
        static options => options,
        KeyMigration.CopyAsync);
}
