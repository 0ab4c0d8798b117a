using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DynamoNamespace.Cmdlets.Pipeline;
using DynamoNamespace.Engine.Stacks.Templates;

namespace DynamoNamespace.Cmdlets.Commands;

/// <summary>Adds GSI4, the namespace policies and their outputs to a template that is kept in a file.</summary>
[Cmdlet(VerbsData.ConvertTo, "DdbNamespaceTemplate", SupportsShouldProcess = true, DefaultParameterSetName = FromFile,
    HelpUri = HelpPage.Root + "ConvertTo-DdbNamespaceTemplate.md")]
[OutputType(typeof(string))]
[OutputType("DynamoNamespace.Engine.Stacks.Templates.DdbTemplateConversion")]
public sealed class ConvertToDdbNamespaceTemplate : LocalCmdlet
{
    private const string FromFile = "Path";
    private const string FromText = "Template";

    /// <summary>The template's file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = FromFile)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The template itself.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FromText)]
    [ValidateNotNullOrEmpty]
    public string? Template { get; set; }

    /// <summary>The file that the result is written to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The table's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? TableName { get; set; }

    /// <summary>The table's logical ID in the template.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TableLogicalId { get; set; }

    /// <summary>The stack's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StackName { get; set; }

    /// <summary>The stack's parameters.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? ParameterValue { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        var options = ReadOptions();
        var converted = ConvertedTemplate.Create(options);
        if (converted.Warning is { } warning)
            WriteWarning(warning);
        if (options.OutputPath is null)
        {
            WriteObject(converted.Text);
        }
        else if (ShouldProcess(options.OutputPath, $"Write the template with {converted.Result.Additions.Count} additions"))
        {
            converted.Write();
            WriteObject(converted.Result);
        }
    });

    private TemplateConversionOptions ReadOptions() => new()
    {
        Path = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path),
        Text = Template,
        OutputPath = OutputPath is null ? null : GetUnresolvedProviderPathFromPSPath(OutputPath),
        Force = Force,
        TableName = TableName,
        TableLogicalId = TableLogicalId,
        StackName = StackName,
        ParameterValues = (ParameterValue ?? []).Cast<DictionaryEntry>()
            .ToDictionary(entry => Text(entry.Key), entry => Text(entry.Value), StringComparer.Ordinal),
    };

    private static string Text(object? value) => Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) ?? "";
}
