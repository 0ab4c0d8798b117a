using System.CommandLine;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns backup create</c></summary>
internal static class BackupCommand
{
    public static Command Create() => new("backup", "On-demand backups of a table.") { CreateCreate() };

    private static Command CreateCreate()
    {
        var options = new CommonOptions();
        var name = new Option<string?>("--backup-name") { Description = "Its name. Default: the table's, '-before-migration-' and the time." };
        var noWait = new Option<bool>("--no-wait") { Description = "Do not wait until it can be restored." };
        var command = new Command("create", "Make a backup and wait until it can be restored.") { name, noWait };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var made = await MigrationBackups.CreateAsync(
                context.Connection, line.GetRequiredValue(options.TableName), line.GetValue(name), !line.GetValue(noWait),
                backup => context.Observer.OnVerbose($"Backup {backup.BackupName}: {backup.Status}."), cancellationToken);
            context.Writer.Write(made, RecoveryText.Of);
            return ExitCode.Done;
        }));
        return command;
    }
}
