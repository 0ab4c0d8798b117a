using System.Collections.Concurrent;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;
using DynamoNamespace.Engine.Items;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.Tables;

namespace DynamoNamespace.Engine.Files;

/// <summary>What became of a file's items. Each that was not put and is not there is recorded, in a file too. Safe for many threads.</summary>
internal sealed class ImportCounters(KeySchema key, string recordsName, IRunObserver observer) : IDisposable
{
    private const int MaximumReports = 100;

    private readonly object gate = new();
    private readonly ConcurrentQueue<DdbItemReport> reports = new();
    private RecordLog? records;
    private bool isUnwritable;
    private long read;
    private long written;
    private long alreadyThere;
    private long conflicts;
    private long failed;

    public long Read => Interlocked.Read(ref read);

    public long Written => Interlocked.Read(ref written);

    public long AlreadyThere => Interlocked.Read(ref alreadyThere);

    public long Conflicts => Interlocked.Read(ref conflicts);

    public long Failed => Interlocked.Read(ref failed);

    /// <summary>The first records; an array, whose elements PowerShell can take by their places.</summary>
    public IReadOnlyList<DdbItemReport> Reports => reports.ToArray();

    /// <summary>The file of all records; null where there is none.</summary>
    public string? RecordsPath { get; private set; }

    public void CountRead() => Interlocked.Increment(ref read);

    public void CountWritten() => Interlocked.Increment(ref written);

    public void CountAlreadyThere() => Interlocked.Increment(ref alreadyThere);

    public void Report(in Item item, DdbItemReason reason, IReadOnlyList<string> attributes, string detail)
    {
        Interlocked.Increment(ref reason == DdbItemReason.Conflict ? ref conflicts : ref failed);
        using var scratch = new ItemBlock(512, 8);
        var keys = key.Extract(item, scratch);
        var report = new DdbItemReport(reason, key.Describe(keys), key.Describe(keys), attributes, detail)
        {
            SourceKeyJson = keys.ToString(), TargetKeyJson = keys.ToString(),
        };
        if (reports.Count < MaximumReports)
            reports.Enqueue(report);
        Append(report);
    }

    public void Dispose() => records?.Dispose();

    /// <summary>Nothing goes on from this file, so that it cannot be written does not stop the import.</summary>
    private void Append(DdbItemReport report)
    {
        lock (gate)
        {
            if (isUnwritable)
                return;
            try
            {
                records ??= Open();
                records.Append([RecordLog.Serialize(report)]);
            }
            catch (Exception error) when (error is DdbException || CheckpointFile.IsUnwritable(error))
            {
                isUnwritable = true;
                observer.OnWarning($"Conflicts and failures cannot be recorded in a file: {error.Message} The import goes on; its result counts all of them and holds the first {MaximumReports}.");
            }
        }
    }

    private RecordLog Open()
    {
        var folder = Path.Combine(StateFolder.Default, "imports");
        StateFolder.Create(folder);
        RecordsPath = Path.Combine(folder, recordsName);
        return new RecordLog(RecordsPath, length: 0);
    }
}
