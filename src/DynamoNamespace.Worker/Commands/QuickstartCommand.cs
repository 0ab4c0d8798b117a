using System.CommandLine;
using DynamoNamespace.Worker.Quickstart;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns quickstart</c></summary>
internal static class QuickstartCommand
{
    private const string TableName = "my-app";

    public static Command Create()
    {
        var options = new CommonOptions();
        var items = new Option<int>("--items") { Description = "How many items the table has.", DefaultValueFactory = _ => SampleLoader.DefaultItems };
        var command = new Command("quickstart", "Migrate a made-up table on a local engine, from registering the namespace to the last check.") { items };
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, context =>
            new QuickstartRun(context, TableName).RunAsync(line.GetValue(items), cancellationToken)));
        return command;
    }
}
