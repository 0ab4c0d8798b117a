using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.RateControl;

namespace DynamoNamespace.Engine.State.Folder;

/// <summary>The files of a folder that holds the state of one plan.</summary>
internal sealed class FolderFiles
{
    private const string CheckpointExtension = ".checkpoint.json";

    private FolderFiles(string path) => Path = path;

    public string Path { get; }

    /// <summary>The plan, its phase, and the folder's own ID.</summary>
    public string Plan => File("plan.json");

    /// <summary>Limits that a run applies while it is running.</summary>
    public string Limits => File(LimitsDocument.FileName);

    /// <param name="path">A folder, or a checkpoint in it. It need not exist.</param>
    /// <exception cref="DdbException"><c>CheckpointPathIsFile</c>.</exception>
    public static FolderFiles At(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!System.IO.File.Exists(full))
            return new FolderFiles(full);
        return full.EndsWith(CheckpointExtension, StringComparison.Ordinal)
            ? new FolderFiles(System.IO.Path.GetDirectoryName(full)!)
            : throw new DdbException("CheckpointPathIsFile", DdbErrorKind.InvalidArgument, full,
                $"-CheckpointPath (--checkpoint-path) names '{full}', which is a file. Name a folder; it is created if it does not exist. Nothing was changed.");
    }

    public string Checkpoint(RunOperation operation) => File(Name(operation) + CheckpointExtension);

    public string Lock(RunOperation operation) => File(Name(operation) + ".lock");

    /// <summary>Who holds an operation's lease, or held it last.</summary>
    public string Holder(RunOperation operation) => File(Name(operation) + ".holder.json");

    public string Log(string name) => File(name + (IsText(name) ? ".jsonl" : ".journal"));

    /// <summary>Whether a log holds lines of text, which people read too.</summary>
    public static bool IsText(string name) => name is not (StateLogs.Deletions or StateLogs.Updates or StateLogs.SyncUpdates);

    /// <summary>
    /// Whether the folder holds what version 0.1 wrote: checkpoints or journals without a plan. Their journals do not say when and in which run an item was
    /// deleted, so they must not be continued.
    /// </summary>
    public bool IsOfVersion01() => !System.IO.File.Exists(Plan) && Directory.Exists(Path)
        && (Directory.EnumerateFiles(Path, "*" + CheckpointExtension).Any() || System.IO.File.Exists(Log(StateLogs.Deletions)));

    /// <summary>Deletes the state, and leaves limits.</summary>
    public void Clear()
    {
        foreach (var operation in Enum.GetValues<RunOperation>())
        {
            System.IO.File.Delete(Checkpoint(operation));
            System.IO.File.Delete(Holder(operation));
            System.IO.File.Delete(Log(StateLogs.Records(operation)));
        }

        foreach (var log in new[] { StateLogs.Deletions, StateLogs.Updates, StateLogs.SyncUpdates, StateLogs.Deferred, StateLogs.Resolutions })
            System.IO.File.Delete(Log(log));
        System.IO.File.Delete(Plan);
    }

    private static string Name(RunOperation operation) => operation.ToString().ToLowerInvariant();

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
