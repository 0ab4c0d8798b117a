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
        var catchUp = new Option<bool>("--catch-up") { Description = "Carry what old clients change meanwhile, from the table's stream, and end when caught up." };
        var idleSeconds = new Option<double>("--idle-seconds") { Description = "With --catch-up: how many seconds nothing must have changed.", DefaultValueFactory = _ => MigrationOptions.DefaultIdleTime.TotalSeconds };
        var enableStream = new Option<bool>("--enable-stream") { Description = "With --catch-up: turn the table's stream on where it is off." };
        var command = new Command("migrate", "Copy every old item to its new key, if nothing stands there yet.") { whatIf, delete, catchUp, idleSeconds, enableStream };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
            context.Finish(await KeyMigration.CopyAsync(
                options.Read(line) with
                {
                    DryRun = line.GetValue(whatIf),
                    Delete = line.GetValue(delete),
                    CatchUp = line.GetValue(catchUp),
                    IdleTime = TimeSpan.FromSeconds(line.GetValue(idleSeconds)),
                    EnableStream = line.GetValue(enableStream),
                }, context.Observer, cancellationToken))));
        return command;
    }
}
