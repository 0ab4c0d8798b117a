using System.Globalization;
using DynamoNamespace.Engine.Checkpoints;

namespace DynamoNamespace.Worker.Output;

/// <summary>Runs as a person reads them.</summary>
internal static class RunText
{
    public static string Of(IReadOnlyList<DdbMigrationRun> runs) => runs.Count == 0
        ? "No run has a checkpoint here."
        : TextTable.Format(
            ["TableName", "Namespace", "Operation", "Status", "Outcome", "%", "Candidates", "Done", "Left", "UpdatedAt", "CheckpointPath"],
            runs.Select(run => new[]
            {
                run.TargetTableName == run.TableName ? run.TableName : $"{run.TableName} -> {run.TargetTableName}", run.Namespace ?? "", run.Operation, run.Status.ToString(), run.Outcome ?? "",
                run.PercentDone?.ToString(CultureInfo.InvariantCulture) ?? "", Number(run.Candidates), Number(run.Done),
                Number(run.Conflicts + run.Failed + run.Kept + run.Changed),
                run.UpdatedAt.ToString("u", CultureInfo.InvariantCulture), run.CheckpointPath,
            }));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
