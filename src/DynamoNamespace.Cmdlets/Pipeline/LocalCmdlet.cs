using System.Management.Automation;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>A cmdlet that works with files on this machine and calls no AWS service.</summary>
public abstract class LocalCmdlet : PSCmdlet
{
    /// <summary>Does something. An error of its own becomes an error record, and the next input goes on.</summary>
    private protected void Try(Action work)
    {
        try
        {
            work();
        }
        catch (DdbException error)
        {
            WriteError(ErrorRecords.From(error));
        }
    }
}
