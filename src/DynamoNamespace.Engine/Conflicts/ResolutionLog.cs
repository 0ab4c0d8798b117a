using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>A conflict that was resolved.</summary>
internal sealed record RecordedResolution(string? SourceKeyJson, string? TargetKeyJson, DdbConflictSide Use, DdbConflictSide? Used, DateTimeOffset At);

/// <summary>
/// The log of what was resolved. The runs' own records are cut when a run is resumed, so it stands beside them; a conflict that is recorded again later is
/// open again.
/// </summary>
internal sealed class ResolutionLog(IPlanState state, ILease lease)
{
    /// <summary>When each was last resolved.</summary>
    public static async Task<Dictionary<UInt128, DateTimeOffset>> ReadAsync(IPlanState state, ConflictDigest digest, CancellationToken cancellationToken)
    {
        var times = new Dictionary<UInt128, DateTimeOffset>();
        var line = 0L;
        await foreach (var resolution in StateRecords.ReadAsync<RecordedResolution>(state, StateLogs.Resolutions, cancellationToken))
        {
            line++;
            try
            {
                times[digest.Of(resolution.SourceKeyJson, resolution.TargetKeyJson)] = resolution.At;
            }
            catch (JsonException error)
            {
                throw StateRecords.Unreadable(state, StateLogs.Resolutions, line, error);
            }
        }

        return times;
    }

    /// <summary>Records a resolution; it is durable when this returns.</summary>
    public Task AddAsync(RecordedResolution resolution, CancellationToken cancellationToken) =>
        StateRecords.AppendAsync(state.Log(StateLogs.Resolutions), [RecordLog.Serialize(resolution)], lease, cancellationToken);
}
