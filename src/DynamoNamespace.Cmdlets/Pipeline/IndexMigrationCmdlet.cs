using System.Management.Automation;
using DynamoNamespace.Engine.Indexes;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what changes an index's projection by a shadow.</summary>
public abstract class IndexMigrationCmdlet : DdbCmdlet
{
    /// <summary>The table.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TableName { get; set; } = "";

    /// <summary>The index that is there.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string IndexName { get; set; } = "";

    /// <summary>The index that takes its place.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string ShadowIndexName { get; set; } = "";

    private protected IndexMigrationOptions ReadIndexOptions() => new()
    {
        TableName = TableName,
        IndexName = IndexName,
        ShadowIndexName = ShadowIndexName,
        Connection = Connection.Read(),
    };
}
