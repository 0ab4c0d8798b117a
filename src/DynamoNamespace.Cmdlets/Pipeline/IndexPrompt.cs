using System.Management.Automation;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Cmdlets.Pipeline;

/// <summary>Asks for the change of an index as the cmdlet's -Confirm and -WhatIf say.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="pump">Carries calls to the pipeline thread.</param>
internal sealed class IndexPrompt(PSCmdlet cmdlet, OperationPump pump) : IIndexAudience
{
    private readonly StackUpdatePrompt stack = new(cmdlet, pump, isStackOnly: true);

    public Task<bool> MayChangeAsync(string tableName, string action) => pump.AskAsync(() => cmdlet.ShouldProcess($"Table '{tableName}'", action));

    public Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes) => stack.MayExecuteAsync(stackName, changes);

    public void OnProgress(RunSnapshot snapshot) => pump.OnProgress(snapshot);

    public void OnStep(string activity, string status) => pump.OnStep(activity, status);

    public void OnWarning(string message) => pump.OnWarning(message);

    public void OnVerbose(string message) => pump.OnVerbose(message);
}
