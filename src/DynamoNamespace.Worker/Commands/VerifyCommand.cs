using System.Collections.Concurrent;
using System.CommandLine;
using DynamoNamespace.Engine.Verification;
using DynamoNamespace.Worker.Output;

namespace DynamoNamespace.Worker.Commands;

/// <summary><c>ddbns verify</c></summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var options = new MigrationCommandOptions();
        var detailed = new Option<bool>("--detailed") { Description = "List each difference." };
        var deployment = new DeploymentCommandOptions();
        var command = new Command("verify", "Check that every old item has its copy and that the new keys are right. Writes nothing.") { detailed };
        deployment.AddTo(command);
        options.AddTo(command);
        command.SetAction((line, cancellationToken) => options.RunAsync(line, async context =>
        {
            var differences = new ConcurrentQueue<DdbMigrationDifference>();
            var wantsDifferences = line.GetValue(detailed);
            var checks = await MigrationVerification.RunAsync(
                options.Read(line), deployment.Read(line), wantsDifferences ? differences.Enqueue : null, context.Observer, cancellationToken);
            context.Observer.EndProgress();
            return Print(context, checks, [.. differences]);
        }));
        return command;
    }

    /// <summary>A check that could not be run proves nothing.</summary>
    public static bool IsProven(IEnumerable<DdbMigrationCheck> checks) =>
        checks.All(check => check.Status is DdbCheckStatus.Pass or DdbCheckStatus.Warn);

    public static int Print(CommandContext context, IReadOnlyList<DdbMigrationCheck> checks, IReadOnlyList<DdbMigrationDifference> differences)
    {
        if (context.Writer.IsJson)
        {
            context.Writer.Write<IReadOnlyList<object>>([.. differences, .. checks], _ => "");
        }
        else
        {
            foreach (var difference in differences)
                context.Writer.Write(difference, ResultText.Of);
            context.Writer.Write(checks, ResultText.Of);
        }

        return IsProven(checks) ? ExitCode.Done : ExitCode.Incomplete;
    }
}
