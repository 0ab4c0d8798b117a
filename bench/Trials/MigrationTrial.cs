using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Bench.Trials;

/// <summary>The operations of a migration, as the cmdlets and the worker call them.</summary>
internal static class MigrationTrial
{
    public static Task<TrialWork> CopyAsync(TrialTarget target) => InFolderAsync(async folder =>
        Work(await KeyMigration.CopyAsync(target.Options(folder), SilentObserver.Instance, CancellationToken.None)));

    private static TrialWork Work(MigrationRun<DdbMigrationResult> run) => run.Error is null
        ? new TrialWork(run.Result.Written + run.Result.AlreadyMigrated + run.Result.Deleted, run.Result.Requests, run.Result.ReadUnits, run.Result.WriteUnits)
        : throw run.Error;

    /// <summary>A run's checkpoint goes into a folder of its own, so that no trial resumes another.</summary>
    private static async Task<TrialWork> InFolderAsync(Func<string, Task<TrialWork>> work)
    {
        var folder = Directory.CreateTempSubdirectory("ddbns-bench-");
        try
        {
            return await work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
