namespace DynamoNamespace.Bench;

/// <summary>What all trials know of their tables.</summary>
internal static class TrialTable
{
    /// <summary>The ID of the namespace that items are moved to.</summary>
    public const string NamespaceId = "bench01";
}
