using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Tests.Unit.Checkpoints;

/// <summary>Folders of runs, written as runs write them, gone after the test.</summary>
internal sealed class RunFiles : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2025, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ddbns-runs-");

    public string Path => _root.FullName;

    public RunFolder Folder(string name = "one") => RunFolder.At(System.IO.Path.Combine(Path, name));

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

    public RunFolder Write(Checkpoint checkpoint, params DdbItemReport[] records) => WriteTo("one", checkpoint, records);

    public RunFolder WriteTo(string name, Checkpoint checkpoint, params DdbItemReport[] records)
    {
        var folder = Folder(name);
        StateFolder.Create(folder.Path);
        CheckpointFile.Write(folder.CheckpointPath(checkpoint.Operation), checkpoint);
        using var log = new RecordLog(folder.RecordsPath(checkpoint.Operation), 0);
        log.Append([.. records.Select(RecordLog.Serialize)]);
        return folder;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
