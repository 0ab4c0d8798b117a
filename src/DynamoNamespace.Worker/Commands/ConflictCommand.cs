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
        var place = new StatePlaceOptions();
        var reason = new Option<DdbItemReason[]>("--reason") { Description = "Only those with this reason: conflict, failed, kept, changed." };
        var command = new Command("list", "List the open conflicts of a table.") { options.TableName, ns, namespaceId, reason };
        place.AddTo(command);
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var query = new ConflictQuery
            {
                TableName = line.GetRequiredValue(options.TableName),
                Namespace = line.GetValue(ns),
                NamespaceId = line.GetValue(namespaceId),
                Place = place.Read(options, line),
                Reasons = line.GetValue(reason) is { Length: > 0 } reasons ? reasons : null,
            };
            context.Writer.Write<IReadOnlyList<DdbMigrationConflict>>(
                await ConflictList.ReadAsync(query, error => context.Observer.OnWarning(error.Message), cancellationToken), ConflictText.Of);
            return ExitCode.Done;
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
