using System.Collections.Concurrent;
using System.CommandLine;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Plans;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns plan new | test</c></summary>
internal static class PlanCommand
{
    public static Command Create() => new("plan", "Plans: migrations as documents.") { CreateNew(), CreateTest() };

    private static Command CreateNew()
    {
        var common = new CommonOptions(requiresTable: false);
        var path = new Argument<string>("path") { Description = "The file to write." };
        var name = new Option<string?>("--name") { Description = "The plan's name. Default: the file's." };
        var target = new Option<string?>("--target-table-name") { Description = "The table that new items go to. Default: the same one." };
        var mapping = new Option<string?>("--mapping") { Description = "A mapping that ships with the worker, or a path from the plan's folder. Default: one in the plan itself." };
        var variable = new Option<string[]>("--variable") { Description = "A value of a variable of the mapping, as NAME=VALUE; may be repeated." };
        var key = new Option<string[]>("--key") { Description = "The table's key, as NAME:TYPE; twice where it has a sort key. Default: as the table says." };
        var example = new Option<string?>("--example") { Description = $"An example to begin with: {string.Join(", ", PlanExamples.Names())}." };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("new", "Write a plan with comments, to edit.") { path, name, target, mapping, variable, key, example, force };
        common.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(common, line, async context =>
        {
            var plan = await PlanDraft.WriteAsync(new PlanDraftOptions
            {
                Path = line.GetRequiredValue(path),
                Name = line.GetValue(name),
                TableName = line.GetValue(common.TableName),
                TargetTableName = line.GetValue(target),
                Mapping = line.GetValue(mapping),
                Variables = NamedValues.Read(line.GetValue(variable) ?? [], "--variable"),
                Key = line.GetValue(key) ?? [],
                Example = line.GetValue(example),
                Force = line.GetValue(force),
                Connection = context.Connection,
            }, cancellationToken);
            context.Writer.Write(plan, PlanResultText.Of);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command CreateTest()
    {
        var common = new CommonOptions(requiresTable: false);
        var path = new Argument<string>("path") { Description = "The plan." };
        var ns = new Option<string?>("--namespace") { Description = "The namespace's name. Default: the plan's." };
        var variable = new Option<string[]>("--variable") { Description = "A value of a variable of the mapping, as NAME=VALUE; may be repeated." };
        var sample = new Option<int>("--sample") { Description = "With --detailed: samples of each rule.", DefaultValueFactory = _ => PlanTestOptions.DefaultSamples };
        var offline = new Option<bool>("--offline") { Description = "Look at the documents only, and at no table." };
        var detailed = new Option<bool>("--detailed") { Description = "Print samples too: items before and after." };
        var maxReadUnits = new Option<double?>("--max-read-units") { Description = "Read units a second at most. Default: none, or half of what a provisioned table has." };
        var command = new Command("test", "Test a plan, and what it would do with the items of its table. Writes nothing.") { path, ns, variable, sample, offline, detailed, maxReadUnits };
        common.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandContext.RunAsync(common, line, async context =>
        {
            var plan = DdbMigrationPlan.Load(line.GetRequiredValue(path));
            var given = new MigrationOptions
            {
                TableName = line.GetValue(common.TableName) ?? "",
                Variables = NamedValues.Read(line.GetValue(variable) ?? [], "--variable"),
                MaxReadUnits = line.GetValue(maxReadUnits),
                Connection = context.Connection,
            };
            var samples = new ConcurrentQueue<DdbPlanSample>();
            var checks = await PlanTest.RunAsync(
                new PlanTestOptions
                {
                    Plan = plan,
                    Migration = PlanOptions.CombineForTest(plan, given, line.GetValue(ns), line.GetValue(offline)),
                    Samples = line.GetValue(sample),
                    Offline = line.GetValue(offline),
                }, line.GetValue(detailed) ? samples.Enqueue : null, context.Observer, cancellationToken);
            context.Observer.EndProgress();
            return Print(context, checks, [.. samples]);
        }));
        return command;
    }

    private static int Print(CommandContext context, IReadOnlyList<DdbMigrationCheck> checks, IReadOnlyList<DdbPlanSample> samples)
    {
        if (context.Writer.IsJson)
        {
            context.Writer.Write<IReadOnlyList<object>>([.. samples, .. checks], _ => "");
        }
        else
        {
            foreach (var sample in samples)
                context.Writer.Write(sample, PlanResultText.Of);
            context.Writer.Write(checks, ResultText.Of);
        }

        return VerifyCommand.IsProven(checks) ? ExitCode.Done : ExitCode.Incomplete;
    }
}
