using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>Says whether a resolution may be carried out, and hears how each ended. The resolution waits for each answer.</summary>
public interface IResolutionAudience
{
    /// <summary>Whether this may be done.</summary>
    /// <param name="description">What would be done: which item is replaced by which, or deleted.</param>
    Task<bool> MayAsync(string description);

    /// <summary>One conflict was resolved, or is none any more, or would be resolved.</summary>
    Task OnResolvedAsync(DdbConflictResolution resolution);

    /// <summary>One conflict could not be resolved; the others go on.</summary>
    Task OnFailedAsync(DdbException error);
}
