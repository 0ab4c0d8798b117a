using System.CommandLine;
using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns table quiet</c></summary>
internal static class TableQuietCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var quietSeconds = new Option<double>("--quiet-seconds") { Description = "For how many seconds nothing must be written.", DefaultValueFactory = _ => TableQuietOptions.DefaultQuietTime.TotalSeconds };
        var timeoutSeconds = new Option<double?>("--timeout-seconds") { Description = "For how many seconds that is waited for. Default: until it is quiet." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Until when that is waited for, such as 2026-01-31T02:00Z." };
        var includeExpired = new Option<bool>("--include-expired") { Description = "Let DynamoDB's own TTL deletions count as writes." };
        var enableStream = new Option<bool>("--enable-stream") { Description = "Turn the table's stream on where it is off." };
        var command = new Command("quiet", "Watch a table's stream until nobody has written for a time, and tell who writes.") { quietSeconds, timeoutSeconds, until, includeExpired, enableStream };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context => context.Finish(
            await TableQuiet.WaitAsync(
                new TableQuietOptions
                {
                    TableName = line.GetRequiredValue(options.TableName),
                    Connection = context.Connection,
                    QuietTime = TimeSpan.FromSeconds(line.GetValue(quietSeconds)),
                    Timeout = line.GetValue(timeoutSeconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
                    Until = line.GetValue(until),
                    IncludeExpired = line.GetValue(includeExpired),
                    EnableStream = line.GetValue(enableStream),
                }, context.Observer, activity => context.Observer.OnStep($"Watch table '{activity.TableName}'", activity.ToString()), cancellationToken), TableText.Of)));
        return command;
    }
}
