namespace DynamoNamespace.Engine.Checkpoints;

/// <summary>A part of a run that has a share in its checkpoint. Participants are asked in the order in which they joined.</summary>
internal interface ICheckpointParticipant
{
    /// <summary>Takes out the records that belong to no page and have come in since the last call.</summary>
    IReadOnlyCollection<byte[]> TakeRecords() => [];

    /// <summary>Makes durable what must not be behind the checkpoint, and adds to it what else belongs in it.</summary>
    Task<Checkpoint> CompleteAsync(Checkpoint next, CancellationToken cancellationToken);
}
