using System.Management.Automation;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what makes or removes an index, on the table or through its stack.</summary>
public abstract class IndexChangeCmdlet : IndexMigrationCmdlet
{
    /// <summary>The stack that the table is of.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StackName { get; set; }

    /// <summary>The bucket to hand over a large template in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplateBucket { get; set; }

    /// <summary>What is acknowledged for the stack.</summary>
    [Parameter]
    [ValidateSet("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")]
    public string[] Capability { get; set; } = [];

    /// <summary>Go on where the command would refuse.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (TryRun(ReadOptions, (options, pump, token) => RunAsync(options, new IndexPrompt(this, pump), token), out var migration))
            WriteObject(migration);
    }

    private protected abstract Task<DdbIndexMigration> RunAsync(IndexMigrationOptions options, IIndexAudience audience, CancellationToken cancellationToken);

    private protected virtual IndexMigrationOptions ReadOptions() => ReadIndexOptions() with
    {
        StackName = string.IsNullOrEmpty(StackName) ? null : StackName,
        TemplateBucket = TemplateBucket,
        Capabilities = Capability,
        Force = Force,
    };
}
