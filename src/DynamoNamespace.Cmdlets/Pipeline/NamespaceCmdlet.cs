using System.Management.Automation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what changes one namespace, named or by its ID.</summary>
public abstract class NamespaceCmdlet : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The namespace's name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Namespace")]
    public string? Name { get; set; }

    /// <summary>The namespace's ID, which goes before its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? NamespaceId { get; set; }

    /// <summary>The namespace as a confirmation names it.</summary>
    private protected string Target => $"Table '{TableName}', namespace '{(NamespaceId is null ? Name : $"{Name} ({NamespaceId})".TrimStart())}'";

    /// <summary>Whether a namespace is named at all; if not, that is this input's error.</summary>
    private protected bool IsNamed()
    {
        if (!string.IsNullOrEmpty(Name) || !string.IsNullOrEmpty(NamespaceId))
            return true;
        WriteError(ErrorRecords.From(new DdbException("NamespaceNotNamed", DdbErrorKind.InvalidArgument, TableName,
            $"No namespace of table '{TableName}' is named. Give its name or its ID; nothing was changed.")));
        return false;
    }
}
