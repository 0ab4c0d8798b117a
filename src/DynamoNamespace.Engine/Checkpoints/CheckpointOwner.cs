using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>Refuses a checkpoint that belongs to another plan, another table, or other settings, and names the difference.</summary>
internal static class CheckpointOwner
{
    /// <param name="folder">The folder whose checkpoints are looked at.</param>
    /// <param name="plan">The plan that is to be carried out.</param>
    /// <param name="restart">Whether to start over: of the same plan on a table that was made again, the old files are cleared away.</param>
    public static void Require(RunFolder folder, PlanIdentity plan, bool restart)
    {
        foreach (var operation in Enum.GetValues<RunOperation>())
        {
            var path = folder.CheckpointPath(operation);
            if (ReadUnlessRestarting(path, restart) is not { } found || plan.DifferencesFrom(found.Plan) is not { Count: > 0 } differences)
                continue;
            // The files of a table that still stands somewhere else are its way back, so they are not cleared away.
            var mayClear = plan.IsMadeAgain(found.Plan) && string.Equals(found.Plan.Fingerprint, plan.Fingerprint, StringComparison.Ordinal);
            if (mayClear && restart)
            {
                Clear(folder);
                return;
            }

            throw new DdbException("CheckpointOfAnotherPlan", DdbErrorKind.InvalidState, path,
                $"The checkpoint '{path}' belongs to another plan: {string.Join("; ", differences)}. Nothing was changed. Name another folder with -CheckpointPath (--checkpoint-path)"
                + $"{(mayClear ? ", or start over with -Restart (--restart)" : "")}.");
        }
    }

    public static void RequireSettings(Checkpoint checkpoint, IReadOnlyDictionary<string, string> settings, string path)
    {
        foreach (var (name, value) in settings)
        {
            var there = checkpoint.Settings.GetValueOrDefault(name, "");
            if (!string.Equals(there, value, StringComparison.Ordinal))
            {
                throw new DdbException("CheckpointOfOtherSettings", DdbErrorKind.InvalidState, path,
                    $"The run in the checkpoint '{path}' was begun with {name} {there}, and this command has {name} {value}. Give the same again to go on with it, or -Restart (--restart) to start over; nothing was changed.");
            }
        }
    }

    /// <summary>Once something else writes again, an undo that was stopped begins anew: there may be copies again where it had been.</summary>
    public static void ForgetStoppedUndo(RunFolder folder)
    {
        var path = folder.CheckpointPath(RunOperation.Undo);
        if (CheckpointFile.Read(path) is { IsFinished: false })
            File.Delete(path);
    }

    private static Checkpoint? ReadUnlessRestarting(string path, bool restart)
    {
        try
        {
            return CheckpointFile.Read(path);
        }
        catch (DdbException) when (restart)
        {
            File.Delete(path);
            return null;
        }
    }

    private static void Clear(RunFolder folder)
    {
        foreach (var operation in Enum.GetValues<RunOperation>())
            folder.Forget(operation);
        File.Delete(folder.DeletionsPath);
        File.Delete(folder.ResolutionsPath);
    }
}
