using System.CommandLine;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns migrate</c></summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var options = new MigrationCommandOptions();
        var whatIf = new Option<bool>("--what-if") { Description = "Write nothing; tell what would happen." };
        var delete = new Option<bool>("--delete") { Description = "Once everything is copied, delete the old items whose copies are proven." };
        var command = new Command("migrate", "Copy every old item to its new key, if nothing stands there yet.") { whatIf, delete };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
            context.Finish(await KeyMigration.CopyAsync(
                options.Read(line) with { DryRun = line.GetValue(whatIf), Delete = line.GetValue(delete) }, context.Observer, cancellationToken))));
        return command;
    }
}
