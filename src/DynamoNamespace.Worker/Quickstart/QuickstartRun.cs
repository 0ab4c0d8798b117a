using System.Globalization;
using DynamoNamespace.Engine.Measurement;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Registry;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Worker.Commands;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Quickstart;

/// <summary>The whole migration of a made-up table, step by step. It is done only if every step is.</summary>
internal sealed class QuickstartRun(CommandContext context, string tableName)
{
    private const string Namespace = MigrationOptions.DefaultNamespace;
    private int step;

    private MigrationOptions Options => new() { TableName = tableName, Connection = context.Connection };

    public async Task<int> RunAsync(int items, CancellationToken cancellationToken)
    {
        Announce("A table as zae-limiter 0.9 leaves it, with the index GSI4 that the stack upgrade adds");
        var sample = await new SampleLoader(context.Connection, tableName).FillAsync(items, SampleLoader.DefaultSeed, cancellationToken);
        context.Writer.Write(sample, SampleLoader.Describe);

        Announce($"Register the namespace: ddbns namespace register {Namespace} --table-name {tableName}");
        context.Writer.Write(await NamespaceOperations.RegisterAsync(context.Connection, tableName, Namespace, null, cancellationToken), ResultText.Of);

        Announce($"Measure what there is to do: ddbns measure --table-name {tableName}");
        var measure = await MigrationMeasurement.RunAsync(Options, OnDemandPrices.UsEast1, context.Observer, cancellationToken);
        context.Observer.EndProgress();
        context.Writer.Write(measure, ResultText.Of);

        Announce($"Dry run: ddbns migrate --what-if --table-name {tableName}");
        var plan = await KeyMigration.CopyAsync(Options with { DryRun = true }, context.Observer, cancellationToken);
        if (context.Finish(plan) is not ExitCode.Done and var planFailed)
            return planFailed;

        Announce($"Migrate: ddbns migrate --table-name {tableName}");
        var copy = await KeyMigration.CopyAsync(Options, context.Observer, cancellationToken);
        if (context.Finish(copy) is not ExitCode.Done and var copyFailed)
            return copyFailed;

        if (!await VerifyAsync("Verify the copies", cancellationToken))
            return ExitCode.Incomplete;

        Announce($"Delete the old items whose copies are proven: ddbns delete --table-name {tableName}");
        var delete = await KeyMigration.DeleteAsync(Options, context.Observer, cancellationToken);
        if (context.Finish(delete) is not ExitCode.Done and var deleteFailed)
            return deleteFailed;

        var proven = await VerifyAsync("Verify what is left", cancellationToken);
        return Conclude(proven, sample, copy.Result, delete.Result);
    }

    private async Task<bool> VerifyAsync(string what, CancellationToken cancellationToken)
    {
        Announce($"{what}: ddbns verify --table-name {tableName}");
        var checks = await MigrationVerification.RunAsync(Options, null, context.Observer, cancellationToken);
        context.Observer.EndProgress();
        context.Writer.Write(checks, ResultText.Of);
        return VerifyCommand.IsProven(checks);
    }

    private int Conclude(bool proven, SampleSummary sample, DdbMigrationResult copy, DdbMigrationResult delete)
    {
        var isDone = proven && copy.Written == sample.Items && delete.Deleted == sample.Items;
        if (!context.Writer.IsJson)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(isDone
                ? string.Create(CultureInfo.InvariantCulture, $"Done: {copy.Written:N0} items copied, proven equal, and their {delete.Deleted:N0} old ones deleted.")
                : string.Create(CultureInfo.InvariantCulture, $"Not proven: {sample.Items:N0} items made, {copy.Written:N0} copied, {delete.Deleted:N0} deleted. See the checks above."));
        }

        return isDone ? ExitCode.Done : ExitCode.Incomplete;
    }

    private void Announce(string title)
    {
        if (!context.Writer.IsJson)
            Console.Out.WriteLine($"{Environment.NewLine}{++step}. {title}");
    }
}
