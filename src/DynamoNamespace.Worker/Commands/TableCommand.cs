using System.CommandLine;
using DynamoNamespace.Engine.Activity;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns table migrate</c>, <c>export</c>, <c>import</c> and <c>quiet</c></summary>
internal static class TableCommand
{
    public static Command Create() => new("table", "Whole tables: to another table, to a file, from a file, and whether anybody still writes.")
    {
        MigrateCommand.CreateForTable(),
        CreateExport(),
        CreateImport(),
        CreateQuiet(),
    };

    private static Command CreateExport()
    {
        var options = new TableFileCommandOptions();
        var eventual = new Option<bool>("--eventually-consistent") { Description = "Read eventually consistently, for half of the read units." };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("export", "Write a table's items to a file, DynamoDB JSON, one a line, and prove the file.") { eventual, force };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options.Common, line, async context => context.Finish(
            await TableExport.RunAsync(
                new TableExportOptions
                {
                    TableName = line.GetRequiredValue(options.Common.TableName),
                    Path = line.GetRequiredValue(options.Path),
                    Connection = context.Connection,
                    MaxReadUnits = line.GetValue(options.MaxReadUnits),
                    TotalSegments = line.GetValue(options.TotalSegments),
                    ThrottleLimit = line.GetValue(options.ThrottleLimit),
                    EventuallyConsistent = line.GetValue(eventual),
                    Force = line.GetValue(force),
                    DryRun = line.GetValue(options.WhatIf),
                }, context.Observer, cancellationToken), TableText.Of)));
        return command;
    }

    private static Command CreateImport()
    {
        var options = new TableFileCommandOptions();
        var maxWriteUnits = new Option<double?>("--max-write-units") { Description = "Write units a second at most. Default: none, or half of what a provisioned table has." };
        var noManifest = new Option<bool>("--no-manifest") { Description = "Take a file without a manifest: nothing proves then that it is whole." };
        var allowNonEmpty = new Option<bool>("--allow-non-empty") { Description = "Take a table that holds other items. Nothing is overwritten." };
        var command = new Command("import", "Put the items of a file into a table, once the file is proven, and prove the table.") { maxWriteUnits, noManifest, allowNonEmpty };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options.Common, line, async context => context.Finish(
            await TableImport.RunAsync(
                new TableImportOptions
                {
                    TableName = line.GetRequiredValue(options.Common.TableName),
                    Path = line.GetRequiredValue(options.Path),
                    Connection = context.Connection,
                    MaxReadUnits = line.GetValue(options.MaxReadUnits),
                    MaxWriteUnits = line.GetValue(maxWriteUnits),
                    TotalSegments = line.GetValue(options.TotalSegments),
                    ThrottleLimit = line.GetValue(options.ThrottleLimit),
                    NoManifest = line.GetValue(noManifest),
                    AllowNonEmpty = line.GetValue(allowNonEmpty),
                    DryRun = line.GetValue(options.WhatIf),
                }, context.Observer, cancellationToken), TableText.Of)));
        return command;
    }

    private static Command CreateQuiet()
    {
        var options = new CommonOptions();
        var quietSeconds = new Option<double>("--quiet-seconds") { Description = "For how many seconds nothing must be written.", DefaultValueFactory = _ => TableQuietOptions.DefaultQuietTime.TotalSeconds };
        var timeoutSeconds = new Option<double?>("--timeout-seconds") { Description = "For how many seconds that is waited for. Default: until it is quiet." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Until when that is waited for, such as 2026-01-31T02:00Z." };
        var includeExpired = new Option<bool>("--include-expired") { Description = "Let DynamoDB's own TTL deletions count as writes." };
        var enableStream = new Option<bool>("--enable-stream") { Description = "Turn the table's stream on where it is off." };
        var command = new Command("quiet", "Watch a table's stream until nobody has written for a time, and tell who writes.") { quietSeconds, timeoutSeconds, until, includeExpired, enableStream };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context => context.Finish(
            await TableQuiet.WaitAsync(
                new TableQuietOptions
                {
                    TableName = line.GetRequiredValue(options.TableName),
                    Connection = context.Connection,
                    QuietTime = TimeSpan.FromSeconds(line.GetValue(quietSeconds)),
                    Timeout = line.GetValue(timeoutSeconds) is { } limit ? TimeSpan.FromSeconds(limit) : null,
                    Until = line.GetValue(until),
                    IncludeExpired = line.GetValue(includeExpired),
                    EnableStream = line.GetValue(enableStream),
                }, context.Observer, activity => context.Observer.OnStep($"Watch table '{activity.TableName}'", activity.ToString()), cancellationToken), TableText.Of)));
        return command;
    }
}
