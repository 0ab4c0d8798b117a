namespace DynamoNamespace.Tests.Support.Processes;

/// <summary>A command that was killed again and again until it ended by itself.</summary>
/// <param name="KilledAt">For each kill, at which of its requests the worker was killed.</param>
/// <param name="Last">How the run ended that was not killed.</param>
public sealed record KilledRuns(IReadOnlyList<int> KilledAt, ProcessResult Last);
