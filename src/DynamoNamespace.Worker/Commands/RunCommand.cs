using System.CommandLine;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns run list</c></summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "The runs that this machine has checkpoints of.") { CreateList() };

    private static Command CreateList()
    {
        var options = new CommonOptions();
        var tableName = new Option<string?>("--table-name") { Description = "Only the runs on this table." };
        var checkpointPath = new Option<string?>("--checkpoint-path") { Description = "Only the runs of this folder." };
        var command = new Command("list", "List runs and where they stand. Calls no AWS service.") { tableName, checkpointPath };
        options.AddOutputTo(command);
        command.SetAction((line, _) => CommandContext.RunAsync(options, line, context =>
        {
            var unreadable = new List<DdbException>();
            var runs = MigrationRunList.Read(line.GetValue(checkpointPath), unreadable.Add)
                .Where(run => line.GetValue(tableName) is not { } name || string.Equals(run.TableName, name, StringComparison.Ordinal)).ToList();
            context.Writer.Write<IReadOnlyList<DdbMigrationRun>>(runs, RunText.Of);
            foreach (var error in unreadable)
                context.Observer.WriteLine("error: " + error.Message);
            return Task.FromResult(unreadable.Count == 0 ? ExitCode.Done : ExitCode.Incomplete);
        }));
        return command;
    }
}
