using System.Management.Automation;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>The parameters of what moves items between a table and a file.</summary>
public abstract class TableFileCmdlet : TableRunCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Read units a second at most.</summary>
    [Parameter]
    public double? MaxReadUnits { get; set; }

    /// <summary>Into how many segments the scan is split.</summary>
    [Parameter]
    public int? TotalSegments { get; set; }

    /// <summary>How many requests are under way at once.</summary>
    [Parameter]
    public int? ThrottleLimit { get; set; }

    /// <summary>The file's path on this machine; the session's folder is not the process's.</summary>
    private protected string FilePath => GetUnresolvedProviderPathFromPSPath(Path);
}
