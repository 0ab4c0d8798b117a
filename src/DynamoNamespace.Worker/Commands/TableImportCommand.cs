using System.CommandLine;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns table import</c></summary>
internal static class TableImportCommand
{
    public static Command Create()
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
}
