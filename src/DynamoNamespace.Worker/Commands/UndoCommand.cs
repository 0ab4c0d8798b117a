using System.CommandLine;
using DynamoNamespace.Engine.Undo;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns undo</c></summary>
internal static class UndoCommand
{
    public static Command Create()
    {
        var options = new MigrationCommandOptions();
        var whatIf = new Option<bool>("--what-if") { Description = "Write nothing; tell what would happen." };
        var includeChanged = new Option<bool>("--include-changed") { Description = "Take copies back too that new clients changed or made." };
        var command = new Command("undo", "Take the table back: put deleted old items back from their copies, then remove the copies.") { whatIf, includeChanged };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context => context.Finish(
            await MigrationUndo.RunAsync(
                options.Read(line) with { DryRun = line.GetValue(whatIf), IncludeChanged = line.GetValue(includeChanged) }, context.Observer, cancellationToken), ResultText.Of)));
        return command;
    }
}
