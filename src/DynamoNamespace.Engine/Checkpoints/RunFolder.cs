using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>The folder that holds the files of one plan's runs: a checkpoint and a file of records for each operation, and what they share.</summary>
internal sealed class RunFolder
{
    private const int ShortFingerprint = 8;
    private const string CheckpointExtension = ".checkpoint.json";

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Limits that a run takes over while it goes on.</summary>
    public string LimitsPath => File(RateControl.LimitsFile.Name);

    /// <summary>What the delete has deleted, for the way back.</summary>
    public string DeletionsPath => File("deletions.journal");

    /// <summary>What a copy run has changed in place, for the way back; and what a catch-up has, which may be at work beside it.</summary>
    public string UpdatesPath => File("updates.journal");

    public string SyncUpdatesPath => File("sync.updates.journal");

    /// <summary>Changes that catch-up has seen and put off.</summary>
    public string PutOffPath => File("sync.putoff.jsonl");

    /// <summary>Which conflicts were resolved, and how.</summary>
    public string ResolutionsPath => File("resolutions.jsonl");

    /// <summary>Those of them that are under review, or were when a run was killed.</summary>
    public string PutOffReviewPath => File("sync.putoff.review.jsonl");

    public string LedgerPath => File("verify.ledger");

    /// <param name="path">A folder, or a checkpoint in it; null for the user's own place for this plan and table.</param>
    /// <param name="plan">Whose runs these are.</param>
    public static RunFolder For(string? path, PlanIdentity plan) => path is null
        ? new RunFolder(System.IO.Path.Combine(StateFolder.Default, plan.TableName, $"{plan.Fingerprint[..ShortFingerprint]}-{plan.TableFingerprint[..ShortFingerprint]}"))
        : At(path);

    public static RunFolder At(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!System.IO.File.Exists(full))
            return new RunFolder(full);
        return full.EndsWith(CheckpointExtension, StringComparison.Ordinal)
            ? new RunFolder(System.IO.Path.GetDirectoryName(full)!)
            : throw new DdbException("CheckpointPathIsFile", DdbErrorKind.InvalidArgument, full,
                $"-CheckpointPath (--checkpoint-path) names '{full}', which is a file. Name a folder; it is made where there is none. Nothing was changed.");
    }

    /// <summary>All folders below the default one that hold a checkpoint.</summary>
    public static IEnumerable<RunFolder> All() => Directory.Exists(StateFolder.Default)
        ? Directory.EnumerateDirectories(StateFolder.Default).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Directory.EnumerateFiles(folder, "*" + CheckpointExtension).Any())
            .Order(StringComparer.Ordinal).Select(folder => new RunFolder(folder))
        : [];

    public string CheckpointPath(RunOperation operation) => File(Name(operation) + CheckpointExtension);

    public string RecordsPath(RunOperation operation) => File(Name(operation) + ".records.jsonl");

    public string LockPath(RunOperation operation) => File(Name(operation) + ".lock");

    /// <summary>Deletes what an operation keeps: where it stands, what it recorded, and what a catch-up has put off.</summary>
    public void Forget(RunOperation operation)
    {
        System.IO.File.Delete(CheckpointPath(operation));
        System.IO.File.Delete(RecordsPath(operation));
        if (operation != RunOperation.Sync)
            return;
        System.IO.File.Delete(PutOffPath);
        System.IO.File.Delete(PutOffReviewPath);
    }

    private static string Name(RunOperation operation) => operation.ToString().ToLowerInvariant();

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
