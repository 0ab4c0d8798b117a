using System.Management.Automation;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what changes one namespace, named or by its ID.</summary>
public abstract class NamespaceCmdlet : DdbCmdlet
{
    private const string ByName = "ByName";
    private const string ById = "ById";

    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The namespace's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("Namespace")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The namespace's ID, which goes before its name.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [ValidateNotNullOrEmpty]
    public string? NamespaceId { get; set; }

    /// <summary>The namespace as a confirmation names it.</summary>
    private protected string Target => $"Table '{TableName}', namespace '{(NamespaceId is null ? Name : $"{Name} ({NamespaceId})".TrimStart())}'";
}
