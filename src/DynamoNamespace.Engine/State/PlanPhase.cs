namespace DynamoNamespace.Engine.State;

/// <summary>Where a plan stands, whichever machine its operations run on.</summary>
public enum DdbPlanPhase
{
    /// <summary>No operation of the plan has begun.</summary>
    None = 0,

    /// <summary>A copy has begun and has not ended.</summary>
    Copying,

    /// <summary>Every candidate has been copied; old items stand.</summary>
    Copied,

    /// <summary>A delete of old items has begun and has not ended.</summary>
    Deleting,

    /// <summary>The delete has ended.</summary>
    Deleted,

    /// <summary>An undo has begun and has not ended.</summary>
    Undoing,

    /// <summary>The undo has ended: old items stand, copies are gone.</summary>
    Undone,
}
