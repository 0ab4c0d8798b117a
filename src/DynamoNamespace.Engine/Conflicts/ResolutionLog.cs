using System.Text.Json;
using DynamoNamespace.Engine.Checkpoints;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>A conflict that was resolved.</summary>
internal sealed record RecordedResolution(string? SourceKeyJson, string? TargetKeyJson, DdbConflictSide Use, DdbConflictSide? Used, DateTimeOffset At);

/// <summary>
/// The file of what was resolved. The runs' own records are cut when a run goes on, so it stands beside them; a conflict that is recorded again later is
/// open again.
/// </summary>
internal sealed class ResolutionLog : IDisposable
{
    private readonly RecordLog log;

    public ResolutionLog(RunFolder folder) => log = new RecordLog(folder.ResolutionsPath, null);

    /// <summary>When each was last resolved.</summary>
    public static Dictionary<UInt128, DateTimeOffset> Read(RunFolder folder, ConflictDigest digest)
    {
        try
        {
            var times = new Dictionary<UInt128, DateTimeOffset>();
            foreach (var resolution in RecordLog.Read<RecordedResolution>(folder.ResolutionsPath))
                times[digest.Of(resolution.SourceKeyJson, resolution.TargetKeyJson)] = resolution.At;
            return times;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DdbException("RecordsUnreadable", DdbErrorKind.InvalidState, folder.ResolutionsPath,
                $"'{folder.ResolutionsPath}', which says what was resolved, cannot be read: {error.Message.TrimEnd('.')}. Nothing was changed. Move it away to have every recorded conflict listed again.", error);
        }
    }

    /// <summary>Records a resolution; it is durable when this returns.</summary>
    public void Add(RecordedResolution resolution) => log.Append([RecordLog.Serialize(resolution)]);

    public void Dispose() => log.Dispose();
}
