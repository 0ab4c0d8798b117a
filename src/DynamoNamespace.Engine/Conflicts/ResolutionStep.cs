using DynamoNamespace.Engine.CatchUp;
using DynamoNamespace.Engine.Items;

namespace DynamoNamespace.Engine.Conflicts;

/// <summary>The one conditional write that resolves a conflict, or none where there is nothing to write.</summary>
/// <param name="Used">The side that wins; null where nothing is to write.</param>
/// <param name="Current">What is replaced or deleted, as it was read; null where nothing stands there.</param>
/// <param name="Next">What is put; null where something is deleted.</param>
/// <param name="Description">What is done, as a phrase.</param>
internal sealed record ResolutionStep(DdbConflictSide? Used, Item? Current, Item? Next, string Description)
{
    public static ResolutionStep Nothing(string why) => new(null, null, null, why);

    /// <returns>Whether it was done; false where an item changed since it was read.</returns>
    public Task<bool> CarryOutAsync(CopyWriter writer, CancellationToken cancellationToken) => (Current, Next) switch
    {
        ({ } current, { } next) => writer.ReplaceAsync(current, next, cancellationToken),
        ({ } current, null) => writer.DeleteAsync(current, cancellationToken),
        (null, { } next) => writer.PutIfAbsentAsync(next, cancellationToken),
        _ => Task.FromResult(true),
    };
}
