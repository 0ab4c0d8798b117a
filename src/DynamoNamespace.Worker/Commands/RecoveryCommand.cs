using System.CommandLine;
using DynamoNamespace.Engine.Prerequisites;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns pitr enable</c></summary>
internal static class RecoveryCommand
{
    public static Command Create() => new("pitr", "The point-in-time recovery of a table.") { CreateEnable() };

    private static Command CreateEnable()
    {
        var options = new CommonOptions();
        var days = new Option<int?>("--recovery-period-in-days") { Description = "How many days back it is to reach, 1 to 35. Default: as it is, or 35." };
        var command = new Command("enable", "Turn it on; a table that has it is left alone.") { days };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            context.Writer.Write(
                await PointInTimeRecovery.EnableAsync(context.Connection, line.GetRequiredValue(options.TableName), line.GetValue(days), cancellationToken), RecoveryText.Of);
            return ExitCode.Done;
        }));
        return command;
    }
}
