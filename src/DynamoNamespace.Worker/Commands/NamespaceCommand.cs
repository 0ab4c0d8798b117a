using System.CommandLine;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns namespace list | show | register</c></summary>
internal static class NamespaceCommand
{
    public static Command Create() => new("namespace", "The namespace registry of a table.")
    {
        CreateList(),
        CreateShow(),
        CreateRegister(),
    };

    private static Command CreateList()
    {
        var options = new CommonOptions();
        var all = new Option<bool>("--all") { Description = "Deleted and purging namespaces too." };
        var command = new Command("list", "List the namespaces.") { all };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            context.Writer.Write(
                await NamespaceOperations.ListAsync(context.Connection, line.GetRequiredValue(options.TableName), line.GetValue(all), cancellationToken), ResultText.Of);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateShow()
    {
        var options = new CommonOptions();
        var name = new Argument<string>("name") { Description = "The namespace's name." };
        var command = new Command("show", "Show one namespace.") { name };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            context.Writer.Write(
                await NamespaceOperations.GetAsync(context.Connection, line.GetRequiredValue(options.TableName), line.GetRequiredValue(name), null, cancellationToken), ResultText.Of);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateRegister()
    {
        var options = new CommonOptions();
        var name = new Argument<string>("name") { Description = "The namespace's name, such as default." };
        var id = new Option<string?>("--namespace-id") { Description = "The ID to register it with. Default: a new random one." };
        var command = new Command("register", "Register a namespace; one that is registered already keeps its ID.") { name, id };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            context.Writer.Write(await NamespaceOperations.RegisterAsync(
                context.Connection, line.GetRequiredValue(options.TableName), line.GetRequiredValue(name), line.GetValue(id), cancellationToken), ResultText.Of);
            return ExitCode.Done;
        }));
        return command;
    }
}
