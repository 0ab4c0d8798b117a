using System.CommandLine;
using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns sync</c></summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var options = new MigrationCommandOptions();
        var stopWhenIdle = new Option<bool>("--stop-when-idle") { Description = "End once everything is carried and nothing has changed for the idle time." };
        var idleSeconds = new Option<double>("--idle-seconds") { Description = "The idle time, in seconds.", DefaultValueFactory = _ => MigrationOptions.DefaultIdleTime.TotalSeconds };
        var until = new Option<DateTimeOffset?>("--until") { Description = "End at this time, such as 2026-01-31T02:00Z." };
        var enableStream = new Option<bool>("--enable-stream") { Description = "Turn the table's stream on where it is off." };
        var command = new Command("sync", "Carry what old clients change over to the copies, from the table's stream.") { stopWhenIdle, idleSeconds, until, enableStream };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context => context.Finish(
            await MigrationCatchUp.RunAsync(
                options.Read(line) with
                {
                    StopWhenIdle = line.GetValue(stopWhenIdle),
                    IdleTime = TimeSpan.FromSeconds(line.GetValue(idleSeconds)),
                    Until = line.GetValue(until),
                    EnableStream = line.GetValue(enableStream),
                }, context.Observer, cancellationToken), ResultText.Of)));
        return command;
    }
}
