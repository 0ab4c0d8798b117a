using System.Management.Automation;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Shows a change set and asks for it as the cmdlet's -Confirm and -WhatIf say.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="pump">Carries calls to the pipeline thread.</param>
/// <param name="isStackOnly">Whether the output is for the stack alone; the changes are told beside it then.</param>
internal sealed class StackUpdatePrompt(PSCmdlet cmdlet, OperationPump pump, bool isStackOnly) : IStackUpdateAudience
{
    public Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes) => pump.AskAsync(() =>
    {
        foreach (var change in changes)
        {
            if (isStackOnly)
                cmdlet.WriteInformation(change, ["DdbStackChange"]);
            else
                cmdlet.WriteObject(change);
        }

        var summary = string.Join(", ", changes.Where(change => change.Causes.Count == 0).Select(change => $"{change.Action} {change.LogicalResourceId}{(change.Replacement is null or "False" ? "" : $" (Replacement {change.Replacement})")}"));
        return cmdlet.ShouldProcess($"Stack '{stackName}'", $"Execute the change set: {summary}");
    });

    public Task<bool> MayRegisterAsync(string tableName, string namespaceName) =>
        pump.AskAsync(() => cmdlet.ShouldProcess($"Table '{tableName}'", $"Register namespace '{namespaceName}'"));

    public void OnStep(string activity, string status) => pump.OnStep(activity, status);

    public void OnWarning(string message) => pump.OnWarning(message);

    public void OnVerbose(string message) => pump.OnVerbose(message);
}
