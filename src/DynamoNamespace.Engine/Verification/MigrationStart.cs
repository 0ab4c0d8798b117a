using DynamoNamespace.Engine.State;

namespace DynamoNamespace.Engine.Verification;

/// <summary>When this plan's migration began, as its state tells.</summary>
internal static class MigrationStart
{
    public static async Task<DateTimeOffset?> FindAsync(IPlanState state, CancellationToken cancellationToken) => (await state.ReadPlanAsync(cancellationToken))?.CreatedAt;
}
