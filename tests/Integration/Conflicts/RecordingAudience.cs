using DynamoNamespace.Engine.Conflicts;
using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Tests.Integration.Conflicts;

/// <summary>Says yes or no to every resolution, and keeps what it hears.</summary>
internal sealed class RecordingAudience(bool says = true) : IResolutionAudience
{
    public List<string> Asked { get; } = [];

    public List<DdbConflictResolution> Resolutions { get; } = [];

    public List<DdbException> Errors { get; } = [];

    public Task<bool> MayAsync(string description)
    {
        Asked.Add(description);
        return Task.FromResult(says);
    }

    public Task OnResolvedAsync(DdbConflictResolution resolution)
    {
        Resolutions.Add(resolution);
        return Task.CompletedTask;
    }

    public Task OnFailedAsync(DdbException error)
    {
        Errors.Add(error);
        return Task.CompletedTask;
    }
}
