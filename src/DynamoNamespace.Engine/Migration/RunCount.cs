namespace DynamoNamespace.Engine.Migration;

/// <summary>What a run counts. A checkpoint holds these by name.</summary>
internal enum RunCount
{
    Scanned,
    Candidates,
    Written,
    ToWrite,
    AlreadyMigrated,
    Conflicts,
    Failed,
    Skipped,
    Deleted,
    ToDelete,
    Kept,
    EstimatedWriteUnits,
    SavedWriteUnits,

    // Of a verification.
    NamespaceItems,
    Unmappable,
    WrongKeys,
    UnknownNamespaceItems,

    // Of an undo.
    Restored,
    ToRestore,
    Changed,
}
