using System.Management.Automation;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Asks for each resolution as the cmdlet's -Confirm and -WhatIf say, and writes how it ended.</summary>
internal sealed class ResolutionPrompt(PSCmdlet cmdlet, OperationPump pump) : IResolutionAudience
{
    public Task<bool> MayAsync(string description) => pump.AskAsync(() => cmdlet.ShouldProcess(description, description + "?", "Resolve a conflict"));

    public Task OnResolvedAsync(DdbConflictResolution resolution) => pump.AskAsync(() =>
    {
        cmdlet.WriteObject(resolution);
        return true;
    });

    public Task OnFailedAsync(DdbException error) => pump.AskAsync(() =>
    {
        cmdlet.WriteError(ErrorRecords.From(error));
        return true;
    });
}
