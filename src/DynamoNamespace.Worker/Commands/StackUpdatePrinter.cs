using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Worker.Commands;

/// <summary>Lets an upgrade go on as the command line asked for it, and keeps the changes to be printed with its end.</summary>
internal sealed class StackUpdatePrinter(CommandContext context, bool whatIf) : IStackUpdateAudience
{
    public IReadOnlyList<DdbStackChange> Changes { get; private set; } = [];

    public Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes)
    {
        Changes = changes;
        return Task.FromResult(!whatIf);
    }

    public Task<bool> MayRegisterAsync(string tableName, string namespaceName) => Task.FromResult(!whatIf);

    public void OnStep(string activity, string status) => context.Observer.OnStep(activity, status);

    public void OnWarning(string message) => context.Observer.OnWarning(message);

    public void OnVerbose(string message) => context.Observer.OnVerbose(message);
}

/// <summary>What an upgrade prints.</summary>
internal sealed record StackUpdateOutput(IReadOnlyList<DdbStackChange> Changes, DdbNamespaceStack Stack);
