using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Adds to a deployed stack what namespaces need, through a reviewed change set, and waits until it can be used.</summary>
[Cmdlet(VerbsData.Update, "DdbNamespaceStack", SupportsShouldProcess = true, DefaultParameterSetName = DeployedSet,
    HelpUri = HelpPage.Root + "Update-DdbNamespaceStack.md")]
[OutputType("DynamoNamespace.Engine.Stacks.DdbStackChange")]
[OutputType("DynamoNamespace.Engine.Stacks.DdbNamespaceStack")]
public sealed class UpdateDdbNamespaceStack : DdbCmdlet
{
    private const string DeployedSet = "Deployed";
    private const string PathSet = "Path";
    private const string UrlSet = "Url";

    /// <summary>The stack, by name or ID.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string StackName { get; set; } = "";

    /// <summary>The table, where the stack has several.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TableName { get; set; }

    /// <summary>A template of your own to deploy.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? TemplatePath { get; set; }

    /// <summary>The address in S3 of a template of your own to deploy.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet)]
    [ValidateNotNullOrEmpty]
    public string? TemplateUrl { get; set; }

    /// <summary>The bucket to hand over a large template in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplateBucket { get; set; }

    /// <summary>Values for the template's parameters.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable ParameterValue { get; set; } = [];

    /// <summary>What is acknowledged.</summary>
    [Parameter]
    [ValidateSet("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")]
    public string[] Capability { get; set; } = [];

    /// <summary>The namespace to register in the end.</summary>
    [Parameter]
    [AllowEmptyString]
    public string Namespace { get; set; } = MigrationOptions.DefaultNamespace;

    /// <summary>Write the stack as it is then, and nothing else.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (TryRun(ReadOptions, (options, pump, token) => NamespaceStacks.UpdateAsync(options, new StackUpdatePrompt(this, pump, PassThru), token), out var stack) && PassThru)
            WriteObject(stack);
    }

    private StackUpdateOptions ReadOptions() => new()
    {
        StackName = StackName,
        TableName = string.IsNullOrEmpty(TableName) ? null : TableName,
        TemplatePath = TemplatePath is null ? null : GetUnresolvedProviderPathFromPSPath(TemplatePath),
        TemplateUrl = TemplateUrl,
        TemplateBucket = TemplateBucket,
        ParameterValues = ParameterValue.Keys.Cast<object>().ToDictionary(
            key => key.ToString()!, key => Convert.ToString(ParameterValue[key], CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal),
        Capabilities = Capability,
        Namespace = Namespace.Length == 0 ? null : Namespace,
        Connection = Connection.Read(),
    };
}
