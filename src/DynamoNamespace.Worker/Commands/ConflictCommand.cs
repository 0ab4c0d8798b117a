using System.CommandLine;
using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns conflict list | resolve</c></summary>
internal static class ConflictCommand
{
    public static Command Create() => new("conflict", "What runs left for somebody to decide about.") { CreateList(), CreateResolve() };

    private static Command CreateList()
    {
        var options = new CommonOptions();
        var ns = new Option<string?>("--namespace") { Description = "The namespace's name. Default: every namespace." };
        var namespaceId = new Option<string?>("--namespace-id") { Description = "The namespace's ID, instead of its name." };
        var checkpointPath = new Option<string?>("--checkpoint-path") { Description = "The folder of the runs. Default: the user's own." };
        var reason = new Option<DdbItemReason[]>("--reason") { Description = "Only those with this reason: conflict, failed, kept, changed." };
        var command = new Command("list", "List the open conflicts of a table. Calls no AWS service.") { options.TableName, ns, namespaceId, checkpointPath, reason };
        options.AddOutputTo(command);
        command.SetAction((line, _) => CommandContext.RunAsync(options, line, context =>
        {
            var query = new ConflictQuery
            {
                TableName = line.GetRequiredValue(options.TableName),
                Namespace = line.GetValue(ns),
                NamespaceId = line.GetValue(namespaceId),
                CheckpointPath = line.GetValue(checkpointPath),
                Reasons = line.GetValue(reason) is { Length: > 0 } reasons ? reasons : null,
            };
            context.Writer.Write<IReadOnlyList<DdbMigrationConflict>>(
                [.. ConflictList.Read(query, error => context.Observer.OnWarning(error.Message))], ConflictText.Of);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command CreateResolve()
    {
        var options = new MigrationCommandOptions();
        var use = new Option<DdbConflictSide>("--use") { Description = "Which of the two items is right: source, target, or newer.", Required = true };
        var whatIf = new Option<bool>("--what-if") { Description = "Write nothing; tell what would be done." };
        var command = new Command("resolve", "Resolve every open conflict of a plan, each by a write on the condition that nothing has changed meanwhile.") { use, whatIf };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
        {
            var audience = new ResolutionPrinter(context);
            var failed = await ConflictResolution.RunAllAsync(
                options.Read(line) with { DryRun = line.GetValue(whatIf) }, line.GetRequiredValue(use), audience, context.Observer, cancellationToken);
            audience.Finish();
            return failed == 0 ? ExitCode.Done : ExitCode.Incomplete;
        }));
        return command;
    }
}
