using System.CommandLine;
using DynamoNamespace.Worker.Quickstart;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns quickstart</c></summary>
internal static class QuickstartCommand
{
    private const string StackName = "my-app";
    private const string RoleName = "my-app-role";

    /// <summary>With a stream, as stacks have, the local engine slows down with each write.</summary>
    private const int QuickstartItems = 2_000;

    public static Command Create()
    {
        var options = new CommonOptions();
        var items = new Option<int>("--items") { Description = "How many items the table has.", DefaultValueFactory = _ => QuickstartItems };
        var command = new Command("quickstart", "Run the whole runbook on a made-up stack on this machine. It needs a local CloudFormation and IAM too, as ./dev quickstart starts them.") { items };
        options.AddConnectionTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, context =>
            new QuickstartRun(context, StackName, RoleName).RunAsync(line.GetValue(items), cancellationToken)));
        return command;
    }
}
