using DynamoNamespace.Engine.Migration;

namespace DynamoNamespace.Engine.Plans;

/// <summary>What of a plan is to be tested.</summary>
public sealed record PlanTestOptions
{
    /// <summary>How many samples of each rule are shown where nothing else is said.</summary>
    public const int DefaultSamples = 3;

    /// <summary>The plan.</summary>
    public required DdbMigrationPlan Plan { get; init; }

    /// <summary>What the plan's run would do, of what the caller and the plan say.</summary>
    public required MigrationOptions Migration { get; init; }

    /// <summary>How many samples of each rule are shown.</summary>
    public int Samples { get; init; } = DefaultSamples;

    /// <summary>Whether only the documents are looked at, and no table.</summary>
    public bool Offline { get; init; }
}
