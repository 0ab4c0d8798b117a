using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Stacks;

namespace DynamoNamespace.Worker.Commands;

/// <summary>Lets an index be changed as the command line asked for it.</summary>
internal sealed class IndexPrinter(CommandContext context, bool whatIf) : IIndexAudience
{
    public Task<bool> MayChangeAsync(string tableName, string action) => MayAsync($"Table '{tableName}': {action}.");

    public Task<bool> MayExecuteAsync(string stackName, IReadOnlyList<DdbStackChange> changes) => MayAsync(
        $"Stack '{stackName}': {string.Join(", ", changes.Where(change => change.Causes.Count == 0).Select(change => $"{change.Action} {change.LogicalResourceId} ({string.Join(", ", change.Properties)})"))}.");

    public void OnProgress(RunSnapshot snapshot) => context.Observer.OnProgress(snapshot);

    public void OnStep(string activity, string status) => context.Observer.OnStep(activity, status);

    public void OnWarning(string message) => context.Observer.OnWarning(message);

    public void OnVerbose(string message) => context.Observer.OnVerbose(message);

    private Task<bool> MayAsync(string what)
    {
        if (whatIf)
            context.Observer.WriteLine($"What if: {what}");
        return Task.FromResult(!whatIf);
    }
}
