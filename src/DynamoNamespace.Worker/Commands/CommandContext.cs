using System.CommandLine;
using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary>What one command runs with, and how its errors become exit codes.</summary>
internal sealed record CommandContext(ConnectionOptions Connection, ResultWriter Writer, ConsoleObserver Observer)
{
    public static async Task<int> RunAsync(CommonOptions options, ParseResult line, Func<CommandContext, Task<int>> work)
    {
        var observer = new ConsoleObserver(line.GetValue(options.Verbose));
        var context = new CommandContext(options.ReadConnection(line), new ResultWriter(line.GetValue(options.Output) == OutputFormat.Json), observer);
        try
        {
            return await work(context);
        }
        catch (DdbException error)
        {
            observer.WriteLine("error: " + error.Message);
            return error.Kind == DdbErrorKind.InvalidArgument ? ExitCode.WrongUsage : ExitCode.Incomplete;
        }
        catch (OperationCanceledException)
        {
            observer.WriteLine("Stopped. Run the same command again to go on.");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            observer.WriteLine($"error: Something unforeseen happened, and the run ended: {error.Message} Run the same command with --verbose and report what it prints.");
            observer.OnVerbose(error.ToString());
            return ExitCode.Incomplete;
        }
    }

    /// <summary>Prints a run's result, and its error where it ended incomplete.</summary>
    public int Finish(MigrationRun<DdbMigrationResult> run) => Finish(run, ResultText.Of);

    /// <summary>Prints a run's result, and its error where it ended incomplete.</summary>
    public int Finish<T>(MigrationRun<T> run, Func<T, string> toText)
    {
        Observer.EndProgress();
        Writer.Write(run.Result, toText);
        if (run.Error is null)
            return ExitCode.Done;
        Observer.WriteLine("error: " + run.Error.Message);
        return run.IsInterrupted ? ExitCode.Interrupted : ExitCode.Incomplete;
    }
}
