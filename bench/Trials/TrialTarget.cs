using DynamoNamespace.Engine.Aws;
using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Bench.Trials;

/// <summary>What a trial works on.</summary>
/// <param name="EndpointUrl">The endpoint.</param>
/// <param name="TableName">Its table.</param>
/// <param name="Writers">How many requests may be under way at once.</param>
internal sealed record TrialTarget(string EndpointUrl, string TableName, int Writers)
{
    /// <summary>How many tasks scan, as in the migration itself.</summary>
    public int Scanners => Math.Max(1, Writers / 4);

    /// <summary>How many segments there are at least, as in the migration itself.</summary>
    public int Segments => Scanners * 4;

    public MigrationOptions Options(string checkpointPath) => new()
    {
        TableName = TableName,
        NamespaceId = TrialTable.NamespaceId,
        ThrottleLimit = Writers,
        CheckpointPath = checkpointPath,
        Connection = new ConnectionOptions { EndpointUrl = EndpointUrl, Region = "us-east-1" },
    };
}
