using System.CommandLine;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns delete</c></summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var options = new MigrationCommandOptions();
        var whatIf = new Option<bool>("--what-if") { Description = "Delete nothing; tell what would be deleted." };
        var command = new Command("delete", "Delete the old items whose copies are proven; report the rest.") { whatIf };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
            context.Finish(await KeyMigration.DeleteAsync(options.Read(line) with { DryRun = line.GetValue(whatIf) }, context.Observer, cancellationToken))));
        return command;
    }
}
