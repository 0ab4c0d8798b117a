using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;
using DynamoNamespace.Engine.State;
using DynamoNamespace.Engine.State.Folder;
using DynamoNamespace.Tests.Unit.RateControl;

namespace DynamoNamespace.Tests.Unit.State.Folder;

/// <summary>Folders that hold the state of plans, written as runs write them, gone after the test.</summary>
internal sealed class RunFiles : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2025, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ddbns-runs-");

    public string Path => _root.FullName;

    /// <summary>The clock of every store that is opened here.</summary>
    public FakeTimeProvider Time { get; } = new();

    public StateTimings Timings { get; init; } = new();

    public static PlanIdentity Plan(string tableName = "my-app", string tableId = "id-1") => new()
    {
        TableName = tableName,
        TargetTableName = tableName,
        TableId = tableId,
        TableArn = "arn",
        TableCreatedAt = Noon,
        Endpoint = "http://127.0.0.1:8000",
        Namespace = "default",
        NamespaceId = "a7x3kq",
        Mapping = "zae-limiter-0.10",
        MappingFingerprint = "0123456789abcdef",
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["namespaceId"] = "a7x3kq" },
    };

    public static Checkpoint Checkpoint(RunOperation operation = RunOperation.Copy) => new()
    {
        Operation = operation,
        RunId = "run-1",
        Plan = Plan(),
        Settings = new Dictionary<string, string>(StringComparer.Ordinal),
        StartedAt = Noon,
        UpdatedAt = Noon.AddMinutes(1),
        Elapsed = TimeSpan.FromMinutes(1),
    };

    public static DdbItemReport Report(string key, DdbItemReason reason = DdbItemReason.Conflict, int minute = 0, string detail = "why") =>
        new(reason, $"PK={key}", $"PK=x/{key}", ["name"], detail)
        {
            SourceKeyJson = $$"""{ "PK": { "S": "{{key}}" }, "SK": { "S": "#META" } }""",
            TargetKeyJson = $$"""{ "PK": { "S": "x/{{key}}" }, "SK": { "S": "#META" } }""",
            RecordedAt = Noon.AddMinutes(minute),
        };

    public FolderFiles Files(string name = "one") => FolderFiles.At(System.IO.Path.Combine(Path, name));

    /// <summary>The folder as another process would open it.</summary>
    public FolderStateStore Store(string name = "one", bool restart = false) => new(Files(name).Path, restart, Timings, Time);

    public IPlanState State(string name = "one") => Store(name).Open(Plan());

    public StatePlace Place(string name = "one") => new(new ConnectionOptions(), StateTableName: null, Files(name).Path);

    /// <summary>Stores the plan, as the first operation of it does.</summary>
    public async Task BeginAsync()
    {
        await using var lease = await State().AcquireAsync(RunOperation.Copy, CancellationToken.None);
        await lease.EndAsync();
    }

    /// <summary>Writes the checkpoint and the records of a run that has ended.</summary>
    public async Task WriteAsync(Checkpoint checkpoint, params DdbItemReport[] records)
    {
        var state = State();
        await using var lease = await state.AcquireAsync(checkpoint.Operation, CancellationToken.None);
        await state.SaveCheckpointAsync(checkpoint, lease, CancellationToken.None);
        var log = state.Log(StateLogs.Records(checkpoint.Operation));
        await log.TruncateAsync(null, lease, CancellationToken.None);
        await StateRecords.AppendAsync(log, [.. records.Select(RecordLog.Serialize)], lease, CancellationToken.None);
        await lease.EndAsync();
    }

    public void Dispose() => _root.Delete(recursive: true);
}
