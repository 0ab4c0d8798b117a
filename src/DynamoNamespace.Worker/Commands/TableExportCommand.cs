using System.CommandLine;
using DynamoNamespace.Engine.Files;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns table export</c></summary>
internal static class TableExportCommand
{
    public static Command Create()
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
}
