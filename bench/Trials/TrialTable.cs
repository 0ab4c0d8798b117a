namespace DynamoNamespace.Bench;

/// <summary>What all trials know of their tables.</summary>
internal static class TrialTable
{
    /// <summary>The ID of the namespace that items are moved to.</summary>
    public const string NamespaceId = "bench01";

    /// <summary>How many requests a copy has under way at once where nothing else is said.</summary>
    public const int Writers = Engine.RateControl.RunLimits.DefaultRequests;
}
