using System.CommandLine;
using DynamoNamespace.Worker.Output;
using DynamoNamespace.Worker.Quickstart;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns sample</c></summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var options = new CommonOptions();
        var items = new Option<int>("--items") { Description = "How many items.", DefaultValueFactory = _ => SampleLoader.DefaultItems };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same items.", DefaultValueFactory = _ => SampleLoader.DefaultSeed };
        var gsi4 = new Option<bool>("--with-gsi4") { Description = "With the index that the stack upgrade adds." };
        var stream = new Option<bool>("--with-stream") { Description = "With a stream of old and new images. The local engine writes slower with one." };
        var existing = new Option<bool>("--existing") { Description = "Fill a table that is there already, such as a stack's." };
        var command = new Command("sample", "Make a table on a local engine and fill it with made-up zae-limiter 0.9 data, to try things on.") { items, seed, gsi4, stream, existing };
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(options, line, async context =>
        {
            var loader = new SampleLoader(context.Connection, line.GetRequiredValue(options.TableName));
            var made = line.GetValue(existing)
                ? await loader.FillAsync(line.GetValue(items), line.GetValue(seed), cancellationToken)
                : await loader.CreateAsync(line.GetValue(items), line.GetValue(seed), line.GetValue(gsi4), line.GetValue(stream), cancellationToken);
            context.Writer.Write(made, SampleLoader.Describe);
            return ExitCode.Done;
        }));
        return command;
    }
}
