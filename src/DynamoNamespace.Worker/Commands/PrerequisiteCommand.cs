using System.CommandLine;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns prerequisites</c></summary>
internal static class PrerequisiteCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var ns = new Option<string>("--namespace") { Description = "The namespace's name.", DefaultValueFactory = _ => MigrationOptions.DefaultNamespace };
        var stackName = new Option<string?>("--stack-name") { Description = "The stack that made the table. Default: one of the table's name, if there is one." };
        var maxReadUnits = new Option<double?>("--max-read-units") { Description = "Read units a second that the run is to take." };
        var maxWriteUnits = new Option<double?>("--max-write-units") { Description = "Write units a second that the run is to take." };
        var maxBackupAge = new Option<TimeSpan>("--max-backup-age") { Description = "How old a backup may be to count, such as 12:00:00. Default: a day.", DefaultValueFactory = _ => PrerequisiteOptions.DefaultMaxBackupAge };
        var command = new Command("prerequisites", "Check whether the table, what stands around it and the caller are ready for a migration. Writes nothing.")
        {
            ns, stackName, maxReadUnits, maxWriteUnits, maxBackupAge,
        };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var checks = await MigrationPrerequisites.RunAsync(new PrerequisiteOptions
            {
                TableName = line.GetRequiredValue(options.TableName),
                StackName = line.GetValue(stackName),
                Namespace = line.GetRequiredValue(ns),
                MaxReadUnits = line.GetValue(maxReadUnits),
                MaxWriteUnits = line.GetValue(maxWriteUnits),
                MaxBackupAge = line.GetValue(maxBackupAge),
                Connection = context.Connection,
            }, context.Observer, cancellationToken);
            context.Writer.Write(checks, ResultText.Of);
            return VerifyCommand.IsProven(checks) ? ExitCode.Done : ExitCode.Incomplete;
        }));
        return command;
    }
}
