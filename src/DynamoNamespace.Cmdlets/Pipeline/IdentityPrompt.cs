using System.Management.Automation;
using DynamoNamespace.Engine.Identity.Principals;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Asks before a principal is changed, as the cmdlet's -Confirm and -WhatIf say.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="pump">Carries calls to the pipeline thread.</param>
/// <param name="isForced">Whether another namespace's tag may be replaced without a question of its own.</param>
internal sealed class IdentityPrompt(PSCmdlet cmdlet, OperationPump pump, bool isForced = false) : IIdentityAudience
{
    public Task<bool> MayChangeAsync(string target, string action) => pump.AskAsync(() => cmdlet.ShouldProcess(target, action));

    public Task<bool> MayReplaceAsync(string target, string action, string warning) => pump.AskAsync(() =>
    {
        cmdlet.WriteWarning(warning);
        return cmdlet.ShouldProcess(target, action) && (isForced || HighImpactConfirmation.IsGiven(cmdlet, $"{target}: {action}", "Replace another namespace's ID"));
    });

    public void OnWarning(string message) => pump.OnWarning(message);
}
