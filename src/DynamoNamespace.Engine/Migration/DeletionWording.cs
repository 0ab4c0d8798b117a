namespace DynamoNamespace.Engine.Migration;

/// <summary>What reports say of items that a delete leaves: old items after a copy, or copies on the way back.</summary>
internal sealed record DeletionWording
{
    /// <summary>Of old items whose copies are proven.</summary>
    public static DeletionWording OldItems { get; } = new()
    {
        Reason = DdbItemReason.Kept,
        Missing = "It has no copy yet. Run the migration again, then delete.",
        Changed = "It changed after it was read, so an old client still writes it. Its copy is out of date now. Let catch-up carry the change (Sync-DdbMigration, ddbns sync), or stop the old clients and resolve the conflict that the next migration reports.",
        PutBack = "An old client changed it at the moment of the delete; it was put back as it then was. Its copy is out of date now. Let catch-up carry the change (Sync-DdbMigration, ddbns sync), or stop the old clients and resolve the conflict that the next migration reports.",
        WrittenAnew = "An old client changed it at the moment of the delete and wrote it anew right after. Stop the old clients; then compare it with its copy.",
        ChangedAtOnce = "An old client changed it at the moment of the delete",
        Unsure = "It is gone, deleted by this run or by a client, but the answer that shows what it last held was lost. Its copy is what the old item was when it was read; compare it with the application's records if an old client was at work.",
        Arrange = static report => report,
    };

    /// <summary>Of copies whose old items stand.</summary>
    public static DeletionWording Copies { get; } = new()
    {
        Reason = DdbItemReason.Changed,
        Missing = "Its old item is gone again, so that the copy was left. Run the same command again.",
        Changed = "A new client changed the copy after it was read, so it was left. Stop the new clients, then run the same command again.",
        PutBack = "A new client changed the copy at the moment of its removal; it was put back as it then was. Stop the new clients, then run the same command again.",
        WrittenAnew = "A new client changed the copy at the moment of its removal and wrote it anew right after. Stop the new clients, then run the same command again.",
        ChangedAtOnce = "A new client changed the copy at the moment of its removal",
        Unsure = "The copy is gone, removed by this run or by a client, but the answer that shows what it last held was lost. The old item stands.",
        // A report names the old item as the source, whichever of the two is deleted.
        Arrange = static report => report with
        {
            SourceKey = report.TargetKey ?? "",
            TargetKey = report.SourceKey,
            SourceKeyJson = report.TargetKeyJson,
            TargetKeyJson = report.SourceKeyJson,
            SourceClock = report.TargetClock,
            TargetClock = report.SourceClock,
        },
    };

    public required DdbItemReason Reason { get; init; }

    public required string Missing { get; init; }

    public required string Changed { get; init; }

    public required string PutBack { get; init; }

    public required string WrittenAnew { get; init; }

    public required string ChangedAtOnce { get; init; }

    public required string Unsure { get; init; }

    public required Func<DdbItemReport, DdbItemReport> Arrange { get; init; }
}
