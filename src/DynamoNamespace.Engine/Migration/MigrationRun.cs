using DynamoNamespace.Engine.Errors;

namespace DynamoNamespace.Engine.Migration;

/// <summary>How a run ended: always a result, and an error where it ended incomplete.</summary>
/// <param name="Result">What was done.</param>
/// <param name="Error">Why it is incomplete; null where it is not.</param>
/// <param name="IsInterrupted">Whether the user stopped it.</param>
/// <typeparam name="T">The kind of result.</typeparam>
public sealed record MigrationRun<T>(T Result, DdbException? Error, bool IsInterrupted);
