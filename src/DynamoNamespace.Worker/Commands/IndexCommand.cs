using System.Collections.Concurrent;
using System.CommandLine;
using DynamoNamespace.Engine.Indexes;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns index start | verify | complete | undo</c></summary>
internal static class IndexCommand
{
    public static Command Create() => new("index", "Give an index another projection, by a shadow beside it.") { CreateStart(), CreateVerify(), CreateComplete(), CreateUndo() };

    private static Command CreateStart()
    {
        var options = new IndexCommandOptions();
        var attribute = new Option<string[]>("--non-key-attribute") { Description = "An attribute that the shadow is to hold beside the keys.", AllowMultipleArgumentsPerToken = true };
        var type = new Option<string?>("--projection-type") { Description = "KeysOnly, Include or All. Default: Include, of the attributes named." };
        var command = new Command("start", "Make the shadow, with the index's key and another projection, and wait until it is filled.") { attribute, type };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.ChangeAsync(
            line, read => read with { NonKeyAttributes = line.GetValue(attribute) ?? [], ProjectionType = line.GetValue(type) }, IndexMigrations.StartAsync, cancellationToken));
        return command;
    }

    private static Command CreateComplete()
    {
        var options = new IndexCommandOptions();
        var minutes = new Option<int>("--reader-window-minutes") { Description = "For how many minutes the old index must not have been read.", DefaultValueFactory = _ => 15 };
        var maxReadUnits = new Option<double?>("--max-read-units") { Description = "Read units a second at most, of each scan of the proof." };
        var command = new Command("complete", "Remove the old index, once nobody reads it and the shadow is proven.") { minutes, maxReadUnits };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.ChangeAsync(
            line, read => read with { ReaderWindow = TimeSpan.FromMinutes(line.GetValue(minutes)), MaxReadUnits = line.GetValue(maxReadUnits) }, IndexMigrations.CompleteAsync, cancellationToken));
        return command;
    }

    private static Command CreateUndo()
    {
        var options = new IndexCommandOptions();
        var command = new Command("undo", "Remove the shadow; the old index stays.");
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.ChangeAsync(line, read => read, IndexMigrations.UndoAsync, cancellationToken));
        return command;
    }

    private static Command CreateVerify()
    {
        var options = new IndexCommandOptions();
        var detailed = new Option<bool>("--detailed") { Description = "List each difference." };
        var maxReadUnits = new Option<double?>("--max-read-units") { Description = "Read units a second at most, of each scan. Default: none, or half of what is provisioned." };
        var totalSegments = new Option<int?>("--total-segments") { Description = "Segments of each scan, 1 to 1,000,000. Default: by the table's size." };
        var throttleLimit = new Option<int?>("--throttle-limit") { Description = "Requests under way at once, at most. Default: 16." };
        var command = new Command("verify", "Compare the shadow with the table, entry by entry. Writes nothing.") { detailed, maxReadUnits, totalSegments, throttleLimit };
        options.AddNamesTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options.Common, line, async context =>
        {
            var differences = new ConcurrentQueue<DdbMigrationDifference>();
            var read = options.ReadNames(line) with { MaxReadUnits = line.GetValue(maxReadUnits), TotalSegments = line.GetValue(totalSegments), ThrottleLimit = line.GetValue(throttleLimit) };
            var checks = await IndexMigrations.VerifyAsync(read, line.GetValue(detailed) ? differences.Enqueue : null, context.Observer, cancellationToken);
            context.Observer.EndProgress();
            return VerifyCommand.Print(context, checks, [.. differences]);
        }));
        return command;
    }
}
