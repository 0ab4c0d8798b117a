using System.CommandLine;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns run list</c></summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "The runs of all plans, on every machine.") { CreateList() };

    private static Command CreateList()
    {
        var options = new CommonOptions();
        var tableName = new Option<string?>("--table-name") { Description = "Only the runs on this table." };
        var place = new StatePlaceOptions();
        var command = new Command("list", "List runs and where they stand.") { tableName };
        place.AddTo(command);
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var unreadable = new List<DdbException>();
            var runs = (await MigrationRunList.ReadAsync(place.Read(options, line), unreadable.Add, cancellationToken))
                .Where(run => line.GetValue(tableName) is not { } name || string.Equals(run.TableName, name, StringComparison.Ordinal)).ToList();
            context.Writer.Write<IReadOnlyList<DdbMigrationRun>>(runs, RunText.Of);
            foreach (var error in unreadable)
                context.Observer.WriteLine("error: " + error.Message);
            return unreadable.Count == 0 ? ExitCode.Done : ExitCode.Incomplete;
        }));
        return command;
    }
}
