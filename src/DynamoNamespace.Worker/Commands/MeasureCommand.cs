using System.CommandLine;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns measure</c></summary>
internal static class MeasureCommand
{
    public static Command Create()
    {
        var options = new MigrationCommandOptions();
        var readPrice = new Option<decimal>("--read-price") { Description = "US dollars a million read units.", DefaultValueFactory = _ => OnDemandPrices.UsEast1.ReadMillion };
        var writePrice = new Option<decimal>("--write-price") { Description = "US dollars a million write units.", DefaultValueFactory = _ => OnDemandPrices.UsEast1.WriteMillion };
        var command = new Command("measure", "Count what there is to migrate, and what it takes: units, cost, time. Writes nothing.") { readPrice, writePrice };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
        {
            var prices = new OnDemandPrices(line.GetValue(readPrice), line.GetValue(writePrice));
            var measure = await MigrationMeasurement.RunAsync(options.Read(line), prices, context.Observer, cancellationToken);
            context.Observer.EndProgress();
            context.Writer.Write(measure, ResultText.Of);
            return ExitCode.Done;
        }));
        return command;
    }
}
