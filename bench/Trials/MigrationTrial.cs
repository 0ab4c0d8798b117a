using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Verification;

namespace DynamoNamespace.Bench.Trials;

/// <summary>The operations of a migration, as the cmdlets and the worker call them.</summary>
internal static class MigrationTrial
{
    public static Task<TrialWork> CopyAsync(TrialTarget target) => InFolderAsync(async folder =>
        Work(await KeyMigration.CopyAsync(target.Options(folder), SilentObserver.Instance, CancellationToken.None)));

    public static Task<TrialWork> DeleteAsync(TrialTarget target) => InFolderAsync(async folder =>
        Work(await KeyMigration.DeleteAsync(target.Options(folder), SilentObserver.Instance, CancellationToken.None)));

    /// <summary>Verifies a table and fails where a check does.</summary>
    /// <param name="target">The table.</param>
    /// <param name="items">How many items it has, old and new.</param>
    public static Task<TrialWork> VerifyAsync(TrialTarget target, long items) => InFolderAsync(async folder =>
    {
        var checks = await MigrationVerification.RunAsync(target.Options(folder), onDifference: null, SilentObserver.Instance, CancellationToken.None);
        return checks.FirstOrDefault(check => check.Status == DdbCheckStatus.Fail) is { } failed
            ? throw new InvalidOperationException($"The check '{failed.Name}' of table '{target.TableName}' failed ({failed.Detail}), so the figures mean nothing.")
            : new TrialWork(items, 0);
    });

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
