using System.CommandLine;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns migrate</c> and <c>ddbns table migrate</c></summary>
internal static class MigrateCommand
{
    public static Command Create() => Create("migrate", "Copy every old item to its new key, if nothing stands there yet.", KeyMigration.CopyAsync);

    /// <summary>The same to another table.</summary>
    public static Command CreateForTable()
    {
        var allowNonEmpty = new Option<bool>("--allow-non-empty-target") { Description = "Begin although the target table holds items already. None of them is overwritten." };
        var command = Create("migrate", "Copy every item to another table, if nothing stands there yet.", (line, options, observer, cancellationToken) =>
            TableMigration.CopyAsync(options with { AllowNonEmptyTarget = line.GetValue(allowNonEmpty) }, observer, cancellationToken));
        command.Options.Add(allowNonEmpty);
        return command;
    }

    private static Command Create(string name, string description, Func<MigrationOptions, IRunObserver, CancellationToken, Task<MigrationRun<DdbMigrationResult>>> operation) =>
        Create(name, description, (_, options, observer, cancellationToken) => operation(options, observer, cancellationToken));

    private static Command Create(
        string name, string description, Func<ParseResult, MigrationOptions, IRunObserver, CancellationToken, Task<MigrationRun<DdbMigrationResult>>> operation)
    {
        var options = new MigrationCommandOptions();
        var whatIf = new Option<bool>("--what-if") { Description = "Write nothing; tell what would happen." };
        var delete = new Option<bool>("--delete") { Description = "Once everything is copied, delete the old items whose copies are proven." };
        var catchUp = new Option<bool>("--catch-up") { Description = "Carry what old clients change meanwhile, from the table's stream, and end when caught up." };
        var idleSeconds = new Option<double>("--idle-seconds") { Description = "With --catch-up: how many seconds nothing must have changed.", DefaultValueFactory = _ => MigrationOptions.DefaultIdleTime.TotalSeconds };
        var enableStream = new Option<bool>("--enable-stream") { Description = "With --catch-up: turn the table's stream on where it is off." };
        var command = new Command(name, description) { whatIf, delete, catchUp, idleSeconds, enableStream };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
            context.Finish(await operation(
                line,
                options.Read(line) with
                {
                    DryRun = line.GetValue(whatIf),
                    Delete = line.GetValue(delete),
                    CatchUp = line.GetValue(catchUp),
                    IdleTime = TimeSpan.FromSeconds(line.GetValue(idleSeconds)),
                    EnableStream = line.GetValue(enableStream),
                }, context.Observer, cancellationToken))));
        return command;
    }
}
