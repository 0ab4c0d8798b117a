using System.Text;
using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Tests.Integration.State;

/// <summary>Plans, checkpoints and entries to store.</summary>
internal static class StatePlans
{
    private static readonly DateTimeOffset CreatedAt = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private static readonly JsonElement StartKey = JsonDocument.Parse("""{"PK":{"S":"ENTITY#ü"}}""").RootElement;

    public static PlanIdentity Plan(string tableName = "limits") => new()
    {
        TableName = tableName,
        TargetTableName = tableName,
        TableId = "2f0e7c1a-8a55-4a6e-9a43-0f6f0c7d1b11",
        TableArn = $"arn:aws:dynamodb:eu-west-1:123456789012:table/{tableName}",
        TableCreatedAt = CreatedAt,
        Endpoint = "https://dynamodb.eu-west-1.amazonaws.com/",
        Mapping = "zae-limiter-0.9",
        MappingFingerprint = "00112233445566778899aabbccddeeff",
        Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["ns"] = "a7x3kq" },
    };

    public static Checkpoint Checkpoint(PlanIdentity plan, RunOperation operation, long scanned) => new()
    {
        Operation = operation,
        RunId = "20261130T080000Z-1",
        Plan = plan,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["skip-expired"] = "no" },
        StartedAt = CreatedAt,
        UpdatedAt = CreatedAt.AddMinutes(1),
        Scan = new ScanState(4, 2, [new OpenSegment(1, StartKey)]),
        Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["Scanned"] = scanned },
    };

    /// <summary>A checkpoint that no compression makes small.</summary>
    public static Checkpoint LargeCheckpoint(PlanIdentity plan, int bytes, int seed)
    {
        var noise = new byte[bytes / 2];
        new Random(seed).NextBytes(noise);
        return Checkpoint(plan, RunOperation.Copy, seed) with
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["noise"] = Convert.ToHexString(noise),
            },
        };
    }

    public static byte[] Noise(int bytes, int seed)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    public static byte[] Entry(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<List<string>> ReadTextsAsync(this IStateLog log, LogCursor? cursor = null)
    {
        var texts = new List<string>();
        await foreach (var bytes in log.ReadAsync(cursor ?? new LogCursor(), CancellationToken.None))
            texts.Add(Encoding.UTF8.GetString(bytes.Span));
        return texts;
    }

    /// <summary>Until when a test expects late puts.</summary>
    public static readonly DateTimeOffset LateUntil = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Task<ILease> AcquireAsync(this IPlanState state, RunOperation operation) =>
        state.AcquireAsync(operation, CancellationToken.None);

    public static Task<LogPosition> AppendAsync(this IStateLog log, string text, ILease lease) =>
        log.AppendAsync(Entry(text), lease, CancellationToken.None);
}
