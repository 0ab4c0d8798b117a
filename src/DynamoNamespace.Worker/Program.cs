using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using DynamoNamespace.Worker.Commands;
using DynamoNamespace.Worker.Output;

var root = new RootCommand("Moves DynamoDB tables to new keys: migrate, verify, delete, catch up, and back. The same engine as the PowerShell module DynamoNamespace.")
{
    StackCommand.Create(),
    IndexCommand.Create(),
    NamespaceCommand.Create(),
    PrerequisiteCommand.Create(),
    RecoveryCommand.Create(),
    BackupCommand.Create(),
    PlanCommand.Create(),
    MeasureCommand.Create(),
    MigrateCommand.Create(),
    VerifyCommand.Create(),
    DeleteCommand.Create(),
    SyncCommand.Create(),
    UndoCommand.Create(),
    RunCommand.Create(),
    ConflictCommand.Create(),
    TableCommand.Create(),
    TemplateCommand.Create(),
    PolicyCommand.Create(),
    TagCommand.Create(),
    AccessCommand.Create(),
    SessionPolicyCommand.Create(),
    QuickstartCommand.Create(),
    SampleCommand.Create(),
};

using var interrupted = new CancellationTokenSource();
using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine($"See 'ddbns {Words(parsed.CommandResult)}--help'.");
    return ExitCode.WrongUsage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, interrupted.Token);

// "tag set " of a line that begins with these commands.
static string Words(CommandResult? command)
    => command is { Command: not RootCommand } ? $"{Words(command.Parent as CommandResult)}{command.Command.Name} " : "";

// The run ends by itself, with its result told; the default handler would end the process at once.
void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}
