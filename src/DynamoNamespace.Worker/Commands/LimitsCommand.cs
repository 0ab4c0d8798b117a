using System.CommandLine;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns limits show | set</c></summary>
internal static class LimitsCommand
{
    public static Command Create() => new("limits", "The limits that are stored with a plan and apply to each of its runs, on every machine.") { CreateShow(), CreateSet() };

    private static Command CreateShow()
    {
        var options = new MigrationCommandOptions();
        var command = new Command("show", "Show the limits that are stored with a plan.");
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
        {
            context.Writer.Write(await MigrationLimits.ReadAsync(options.Read(line), context.Observer, cancellationToken), LimitsText.Of);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateSet()
    {
        var options = new MigrationCommandOptions();
        var reset = new Option<bool>("--reset") { Description = "Remove the stored limits first, so that each run's own apply." };
        var command = new Command("set", "Store --max-read-units, --max-write-units and --throttle-limit with a plan. A run that is at work applies them within seconds.") { reset };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
        {
            context.Writer.Write(await MigrationLimits.SetAsync(options.Read(line), line.GetValue(reset), context.Observer, cancellationToken), LimitsText.Of);
            return ExitCode.Done;
        }));
        return command;
    }
}
